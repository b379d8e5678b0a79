package io.flowscope.engine.store;

/** Events of one run are not as they were written; what other runs have is not touched by that. */
public final class DamagedRunException extends StoreException {
  private final long event;

  /**
   * @param run the number of the run
   * @param event the id of the first event that is not as it was written
   */
  public DamagedRunException(long run, long event) {
    super(
        "Event "
            + event
            + " of run number "
            + run
            + " is not as it was written: the database file is damaged. Restore a backup.");
    this.event = event;
  }

  /** The id of the first event that is not as it was written. */
  public long event() {
    return event;
  }
}
