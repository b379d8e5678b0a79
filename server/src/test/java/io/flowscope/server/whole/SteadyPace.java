package io.flowscope.server.whole;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps traffic from piling up: so many executions are open at most, and, once it is told to slow
 * down, they are started in equal steps of time.
 */
final class SteadyPace implements Traffic.Pace {
  private static final long LOOK_MILLIS = 100;

  private final Semaphore free;
  private final AtomicLong ended = new AtomicLong();
  private final long begun = System.nanoTime();
  private volatile long step;
  private long last = begun;

  SteadyPace(int mostOpen) {
    this.free = new Semaphore(mostOpen);
  }

  @Override
  public boolean next() throws InterruptedException {
    if (!free.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      return false;
    }
    TimeUnit.NANOSECONDS.sleep(untilMine());
    return true;
  }

  private synchronized long untilMine() {
    long now = System.nanoTime();
    last = Math.max(now, last + step);
    return last - now;
  }

  @Override
  public void ended() {
    ended.incrementAndGet();
    free.release();
  }

  /** From now on so much of what was ended in the same time until now. */
  void slowTo(double share) {
    step = Math.round((System.nanoTime() - begun) / (ended.get() * share));
  }
}
