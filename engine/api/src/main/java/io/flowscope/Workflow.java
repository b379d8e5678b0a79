package io.flowscope;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Policy of a workflow, on its interface or its class. Durations are ISO-8601, rounded up to whole
 * seconds.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Workflow {
  /** Name of the type; the simple name of the class when empty. */
  String name() default "";

  /** Version of the type. */
  String version() default "1";

  /** How long an execution may take in all; 30 days unless given, at most a year. */
  String executionStartToClose() default "P30D";

  /** How long one decision may take. */
  String decisionStartToClose() default "PT30S";

  /**
   * Where other jars, and other programs, start it: the workers of the jar that implements it ask
   * for decisions there, too, and a jar that names it with {@link Catalogue#workflow(Class)} sends
   * its children there. Without one, only executions that name no list of their own reach it. What
   * a jar starts of its own workflows, and whatever it has decided about, stays on the jar's list.
   */
  String taskList() default "";

  /** What happens to children when this execution is terminated or times out. */
  ChildPolicy childPolicy() default ChildPolicy.TERMINATE;

  /** What happens to tasks that still run when the workflow completes. */
  OnClose onClose() default OnClose.ABANDON;

  /** What a cancel request does that the code did not ask about. */
  OnCancel cancel() default OnCancel.CANCEL;

  /** Tags of each execution, at most five of 256 characters. */
  String[] tags() default {};

  /** Which attempts of it as a child are tried again, and when; none unless given. */
  Retry retry() default @Retry;

  /** How many children of this type one parent run has open at once, and how fast they begin. */
  Limit limit() default @Limit;

  /**
   * Limits of all calls of tasks and children that one run of this workflow makes, or of the tasks
   * of one task list. Plain Java has no run, and one call open at a time.
   */
  Limit[] callLimits() default {};

  /** SWF's child policies. */
  enum ChildPolicy {
    TERMINATE,
    REQUEST_CANCEL,
    ABANDON
  }

  /** What happens to tasks that still run when the workflow completes. */
  enum OnClose {
    ABANDON,
    CANCEL,
    WAIT
  }

  /** What a cancel request does that the code did not ask about. */
  enum OnCancel {
    CANCEL,
    IGNORE
  }
}
