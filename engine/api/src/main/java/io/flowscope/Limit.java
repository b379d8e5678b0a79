package io.flowscope;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many calls of one run may be open at once, and how fast they may be begun. Calls beyond that
 * wait in the order in which they got ready; the workflow's code does not notice. Each attempt
 * counts as a call.
 *
 * <p>A limit holds within one run. How many tasks all runs together work at is a matter of the
 * workers: so many as their slots.
 *
 * <pre>{@code
 * @Task(limit = @Limit(open = 5, rate = "100/m"))       // calls of this task
 * @Workflow(limit = @Limit(open = 20))                  // children of this type in one parent
 * @Workflow(callLimits = {@Limit(open = 200), @Limit(taskList = "gpu", open = 2)})
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Limit {
  /** How many may be open at once, 1 or more; 0 for any number. */
  int open() default 0;

  /**
   * How many may begin in a second, a minute or an hour: {@code 10/s}, {@code 100/m}, {@code
   * 1000/h}; any number when empty. The span begins with the first call after the last one's end.
   */
  String rate() default "";

  /** In {@link Workflow#callLimits()} only: the tasks of this list instead of all calls. */
  String taskList() default "";
}
