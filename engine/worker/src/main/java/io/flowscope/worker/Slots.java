package io.flowscope.worker;

/** Room for activities: one for each that runs or is polled for. */
final class Slots {
  /** One poll is kept in flight for so many free slots. */
  static final int PER_POLL = 10;

  private int free;

  Slots(int count) {
    free = count;
  }

  /** How many pollers it takes to keep as many polls in flight as {@code count} slots deserve. */
  static int pollers(int count) {
    return (count + PER_POLL - 1) / PER_POLL;
  }

  /** Takes a slot for the {@code index}-th poll, counted from 0, once enough are free. */
  synchronized void takeForPoll(int index) throws InterruptedException {
    while (free <= index * PER_POLL) {
      wait();
    }
    free--;
  }

  /** Takes a slot as soon as one is free. */
  void take() throws InterruptedException {
    takeForPoll(0);
  }

  synchronized void give() {
    free++;
    notifyAll();
  }

  synchronized int free() {
    return free;
  }
}
