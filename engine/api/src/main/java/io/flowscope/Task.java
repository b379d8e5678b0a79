package io.flowscope;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Policy of a task, on the method of its interface. Durations are ISO-8601 (for instance {@code
 * PT30S}), rounded up to whole seconds; an empty one means the default.
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

  /** From started to closed; one hour when empty. */
  String startToClose() default "";

  /** From scheduled to started; unlimited when empty. */
  String scheduleToStart() default "";

  /** From scheduled to closed; unlimited when empty. */
  String scheduleToClose() default "";

  /** Between two heartbeats; unlimited when empty. */
  String heartbeat() default "";

  /** How many attempts in all after timeouts. */
  int attempts() default 3;

  /** Whether an attempt that threw is tried again, too. */
  boolean retryFailures() default false;

  /** Delay before the next attempt; doubled each time; none when empty. */
  String retryDelay() default "";

  /** A label for the diagram; {@code {0}} stands for the first argument. */
  String label() default "";
}
