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
 * <p>Every limit holds within one run, whatever it counts there; two runs know nothing of each
 * other's. It counts
 *
 * <ul>
 *   <li>in {@code @Task(limit)}, the calls of this task, not those of the interface's other tasks;
 *   <li>in {@code @Workflow(limit)}, the children of this type that one parent run has;
 *   <li>in {@code @Workflow(callLimits)}, all tasks and children that one run calls, or the tasks
 *       that name a list by {@code @Task(taskList)} or {@link Policy#taskList}, of whatever type;
 *   <li>in {@link Policy#limit} and {@link Policy#rate}, the calls of one task through all stubs
 *       with equal limits; calls through other stubs are counted by themselves.
 * </ul>
 *
 * <p>A call has to pass all that concern it. How many tasks all runs together work at is a matter
 * of the workers: as many as their slots. A task list of its own, with a worker that has as many
 * slots as it may have tasks, limits across runs.
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
