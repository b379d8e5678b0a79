package io.flowscope.worker;

import io.flowscope.Workflow.OnCancel;
import io.flowscope.Workflow.OnClose;
import io.flowscope.engine.model.ChildPolicy;
import java.util.List;

/**
 * What {@code @Workflow} says, with defaults applied.
 *
 * @param executionStartToClose seconds, rounded up
 * @param decisionStartToClose seconds, rounded up
 */
public record WorkflowPolicy(
    long executionStartToClose,
    long decisionStartToClose,
    ChildPolicy childPolicy,
    OnClose onClose,
    OnCancel onCancel,
    List<String> tags) {}
