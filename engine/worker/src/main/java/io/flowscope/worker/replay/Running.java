package io.flowscope.worker.replay;

import io.flowscope.engine.model.WorkflowExecution;

/**
 * A branch of workflow code that runs right now.
 *
 * @param branch path of the branch, empty for the first
 * @param sinceNanos when it got its turn, as {@link System#nanoTime}
 * @param stack where it is
 */
public record Running(
    WorkflowExecution execution,
    String workflow,
    String branch,
    long sinceNanos,
    StackTraceElement[] stack) {}
