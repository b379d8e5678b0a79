package io.flowscope.server.swf;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Looks after something again and again, with a pause between the looks, until it is stopped. */
final class Patrol {
  private final Duration pause;
  private final Runnable look;
  private Scheduler.@Nullable Task next;
  private boolean walking;

  Patrol(Duration pause, Runnable look) {
    this.pause = pause;
    this.look = look;
  }

  synchronized void start(Scheduler scheduler) {
    walking = true;
    plan(scheduler);
  }

  synchronized void stop() {
    walking = false;
    if (next != null) {
      next.cancel();
      next = null;
    }
  }

  private synchronized void plan(Scheduler scheduler) {
    if (walking) {
      next = scheduler.schedule(() -> walk(scheduler), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void walk(Scheduler scheduler) {
    try {
      look.run();
    } finally {
      plan(scheduler);
    }
  }
}
