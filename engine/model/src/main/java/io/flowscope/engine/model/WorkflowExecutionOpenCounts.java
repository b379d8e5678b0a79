package io.flowscope.engine.model;

import org.jspecify.annotations.Nullable;

/** SWF structure {@code WorkflowExecutionOpenCounts}. An absent member is null. */
public record WorkflowExecutionOpenCounts(
    int openActivityTasks,
    int openDecisionTasks,
    int openTimers,
    int openChildWorkflowExecutions,
    @Nullable Integer openLambdaFunctions) {}
