package io.flowscope;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Policy of a task, on the method of its interface; {@link Policy} changes it where a stub is made.
 * Durations are ISO-8601 (for instance {@code PT30S}), rounded up to whole seconds; an empty one
 * means the default.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Task {
  /** Name of the type; {@code Interface.method} when empty. */
  String name() default "";

  /** Version of the type. */
  String version() default "1";

  /** Task list; that of the jar when empty. Needed where the jar has no implementation. */
  String taskList() default "";

  /** Higher goes first; an int32, SWF's task priority. */
  int priority() default 0;

  /** From started to closed, of each attempt; one hour when empty. */
  String startToClose() default "";

  /** From scheduled to started, of each attempt; unlimited when empty. */
  String scheduleToStart() default "";

  /** From scheduled to closed, of each attempt; unlimited when empty. */
  String scheduleToClose() default "";

  /**
   * Between two heartbeats; unlimited when empty. The worker sends them by itself while its process
   * lives; {@link TaskContext#heartbeat} adds how far the task is.
   */
  String heartbeat() default "";

  /** Which attempts that did not succeed are tried again, and when. */
  Retry retry() default @Retry;

  /** How many calls of this task one run has open at once, and how fast it begins them. */
  Limit limit() default @Limit;

  /**
   * Whether calls of one run with equal arguments are one: the task runs once, and all get its
   * result. Arguments are compared as JSON once they are known, promises by their values. A call
   * that gets ready after such a task failed runs it anew. To cancel the first of them cancels the
   * task for all. Only within one run: across runs it is the workflow id that SWF allows once.
   */
  boolean idempotent() default false;

  /** A label for the diagram; {@code {0}} stands for the first argument. */
  String label() default "";
}
