package io.flowscope.engine.core;

import io.flowscope.engine.model.Action;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Refuses what is too much: calls beyond their rate, and polls beyond those that may wait. Safe for
 * use by several threads.
 */
final class Admission {
  private final Map<String, Integer> perSecond;
  private final int mostPolls;
  private final InstantSource clock;
  private final Rates rates = new Rates();
  private final AtomicInteger polls = new AtomicInteger();

  Admission(EngineConfig config) {
    this.perSecond = config.limits().rates();
    this.mostPolls = config.capacity().polls();
    this.clock = config.clock();
  }

  /**
   * Lets a call in.
   *
   * @throws io.flowscope.engine.SwfFault when there were too many within a second
   */
  void enter(Action<?> action) {
    Integer most = perSecond.isEmpty() ? null : perSecond.get(action.actionName());
    if (most == null) {
      return;
    }
    synchronized (rates) {
      if (!rates.take("", action.actionName(), most, clock.instant())) {
        throw Faults.throttled();
      }
    }
  }

  /**
   * Counts a poll for as long as it waits.
   *
   * @throws io.flowscope.engine.SwfFault when too many wait
   */
  void waits(CompletableFuture<?> poll) {
    if (polls.incrementAndGet() > mostPolls) {
      polls.decrementAndGet();
      throw Faults.throttled();
    }
    poll.whenComplete((answer, failure) -> polls.decrementAndGet());
  }

  /** How many polls wait. */
  int waiting() {
    return polls.get();
  }
}
