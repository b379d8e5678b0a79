package io.flowscope;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * When a call is tried again, and after how long; part of {@link Task} and {@link Workflow}.
 *
 * <p>Timeouts are retried, and those failures that {@link #on} names, unless {@link #never} names
 * them. What was canceled is never retried. An attempt whose worker process is known to be gone
 * does not count. Each attempt is scheduled of its own and seen in the history; pauses between them
 * are timers.
 *
 * <pre>{@code
 * @Task(retry = @Retry(on = "IOException", delay = {"PT1S", "PT5S", "PT30S"}))
 * @Task(retry = @Retry(on = "*", never = "IllegalArgumentException", attempts = 8, delay = "PT1S",
 *     maxDelay = "PT2M", jitter = 0.5))
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Retry {
  /**
   * How many attempts in all, 1 or more. Unless given: one more than the delays where several are
   * listed, else three for a task and one for a child workflow.
   */
  int attempts() default 0;

  /**
   * Failures that are retried beside timeouts; {@code *} is every failure. A name is that of an
   * exception's class, simple or qualified, or the beginning of the reason that a task in another
   * language gives. Names are compared, so a superclass does not stand for its subclasses.
   */
  String[] on() default {};

  /**
   * What is not retried although {@link #on} or the rule for timeouts says so: names as there, or
   * types of timeouts: START_TO_CLOSE, SCHEDULE_TO_START, SCHEDULE_TO_CLOSE, HEARTBEAT; {@code *}
   * is everything.
   */
  String[] never() default {};

  /**
   * Pauses before the second attempt, the third and so on, as ISO-8601 durations, rounded up to
   * whole seconds; none when empty. After those listed, the last grows by {@link #factor}.
   */
  String[] delay() default {};

  /** By how much the last listed delay grows for each further attempt, at least 1. */
  double factor() default 2;

  /** Where delays stop to grow, an ISO-8601 duration; listed ones may be longer. */
  String maxDelay() default "PT1H";

  /**
   * Which part of each delay, 0 to 1, is left to chance, so that what failed together does not come
   * back together: 0.2 makes a delay of 10 s one of 8 to 10 s. The same in every replay.
   */
  double jitter() default 0;
}
