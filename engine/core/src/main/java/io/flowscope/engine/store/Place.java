package io.flowscope.engine.store;

/**
 * Where an event stands in its table: run and id in one number. A key of one number is the place of
 * the row itself, while a key of two columns is an index beside the table, and a batch has to write
 * pages of both.
 */
final class Place {
  private static final int ID_BITS = 24;

  private Place() {}

  /** The first place of a run. */
  static long first(long run) {
    return run << ID_BITS;
  }

  static long of(long run, long id) {
    if (id >>> ID_BITS != 0) {
      throw new StoreException("A history cannot hold more than " + (1 << ID_BITS) + " events.");
    }
    return first(run) + id;
  }

  /** The last place that an event of a run with this id or a smaller one can have. */
  static long upTo(long run, long id) {
    return first(run) + Math.min(id, (1L << ID_BITS) - 1);
  }

  /** The run of the event at a place. */
  static long run(long place) {
    return place >>> ID_BITS;
  }

  /** The id of the event at a place. */
  static long id(long place) {
    return place & ((1L << ID_BITS) - 1);
  }
}
