package io.flowscope.engine.decide;

import io.flowscope.engine.model.CancelWorkflowExecutionFailedCause;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.CompleteWorkflowExecutionFailedCause;
import io.flowscope.engine.model.ContinueAsNewWorkflowExecutionFailedCause;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.FailWorkflowExecutionFailedCause;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.WorkflowExecutionTimeoutType;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.model.WorkflowTypeConfiguration;
import io.flowscope.engine.model.WorkflowTypeDetail;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ways in which an execution closes. */
final class Closing {
  private Closing() {}

  static boolean isClosing(Decision decision) {
    return decision instanceof Decision.CompleteWorkflowExecution
        || decision instanceof Decision.FailWorkflowExecution
        || decision instanceof Decision.CancelWorkflowExecution
        || decision instanceof Decision.ContinueAsNewWorkflowExecution;
  }

  static void complete(
      Draft draft, long completed, boolean unhandled, Decision.CompleteWorkflowExecution d) {
    draft.add(
        unhandled
            ? new Event.CompleteWorkflowExecutionFailed(
                CompleteWorkflowExecutionFailedCause.UNHANDLED_DECISION, completed)
            : new Event.WorkflowExecutionCompleted(d.result(), completed));
  }

  static void fail(
      Draft draft, long completed, boolean unhandled, Decision.FailWorkflowExecution d) {
    draft.add(
        unhandled
            ? new Event.FailWorkflowExecutionFailed(
                FailWorkflowExecutionFailedCause.UNHANDLED_DECISION, completed)
            : new Event.WorkflowExecutionFailed(d.reason(), d.details(), completed));
  }

  static void cancel(
      Draft draft, long completed, boolean unhandled, Decision.CancelWorkflowExecution d) {
    draft.add(
        unhandled
            ? new Event.CancelWorkflowExecutionFailed(
                CancelWorkflowExecutionFailedCause.UNHANDLED_DECISION, completed)
            : new Event.WorkflowExecutionCanceled(d.details(), completed));
  }

  static void continueAsNew(
      Draft draft,
      long completed,
      boolean unhandled,
      Decision.ContinueAsNewWorkflowExecution d,
      Command.CompleteDecisionTask c) {
    WorkflowType old = draft.state().attributes().workflowType();
    String version = Durations.first(d.workflowTypeVersion(), old.version());
    WorkflowType type = new WorkflowType(old.name(), version);
    Optional<WorkflowTypeDetail> found = c.types().find(type);
    ContinueAsNewWorkflowExecutionFailedCause refusal = refusal(unhandled, found);
    if (refusal != null) {
      draft.add(new Event.ContinueAsNewWorkflowExecutionFailed(refusal, completed));
      return;
    }
    Event.WorkflowExecutionContinuedAsNew event =
        continued(completed, d, c.newRunId(), type, found.orElseThrow().configuration());
    ContinueAsNewWorkflowExecutionFailedCause missing = missing(event);
    if (missing == null && !c.room().takes(Decision.ContinueAsNewWorkflowExecution.class)) {
      missing =
          ContinueAsNewWorkflowExecutionFailedCause
              .CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED;
    }
    draft.add(
        missing == null
            ? event
            : new Event.ContinueAsNewWorkflowExecutionFailed(missing, completed));
  }

  private static Event.WorkflowExecutionContinuedAsNew continued(
      long completed,
      Decision.ContinueAsNewWorkflowExecution d,
      String newRunId,
      WorkflowType type,
      WorkflowTypeConfiguration defaults) {
    return new Event.WorkflowExecutionContinuedAsNew(
        d.input(),
        completed,
        newRunId,
        Durations.first(
            d.executionStartToCloseTimeout(), defaults.defaultExecutionStartToCloseTimeout()),
        d.taskList() != null ? d.taskList() : defaults.defaultTaskList(),
        Durations.first(d.taskPriority(), defaults.defaultTaskPriority()),
        Durations.first(d.taskStartToCloseTimeout(), defaults.defaultTaskStartToCloseTimeout()),
        d.childPolicy() != null ? d.childPolicy() : defaults.defaultChildPolicy(),
        d.tagList(),
        type,
        Durations.first(d.lambdaRole(), defaults.defaultLambdaRole()));
  }

  private static @Nullable ContinueAsNewWorkflowExecutionFailedCause refusal(
      boolean unhandled, Optional<WorkflowTypeDetail> type) {
    if (unhandled) {
      return ContinueAsNewWorkflowExecutionFailedCause.UNHANDLED_DECISION;
    }
    if (type.isEmpty()) {
      return ContinueAsNewWorkflowExecutionFailedCause.WORKFLOW_TYPE_DOES_NOT_EXIST;
    }
    return type.get().typeInfo().status() == RegistrationStatus.DEPRECATED
        ? ContinueAsNewWorkflowExecutionFailedCause.WORKFLOW_TYPE_DEPRECATED
        : null;
  }

  private static @Nullable ContinueAsNewWorkflowExecutionFailedCause missing(
      Event.WorkflowExecutionContinuedAsNew event) {
    if (event.executionStartToCloseTimeout() == null) {
      return ContinueAsNewWorkflowExecutionFailedCause
          .DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED;
    }
    if (event.taskStartToCloseTimeout() == null) {
      return ContinueAsNewWorkflowExecutionFailedCause
          .DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED;
    }
    if (event.taskList() == null) {
      return ContinueAsNewWorkflowExecutionFailedCause.DEFAULT_TASK_LIST_UNDEFINED;
    }
    return event.childPolicy() == null
        ? ContinueAsNewWorkflowExecutionFailedCause.DEFAULT_CHILD_POLICY_UNDEFINED
        : null;
  }

  static void terminate(Draft draft, Command.Terminate c) {
    ChildPolicy policy =
        c.childPolicy() != null ? c.childPolicy() : draft.state().attributes().childPolicy();
    draft.add(new Event.WorkflowExecutionTerminated(c.reason(), c.details(), policy, c.cause()));
  }

  static void timeOut(Draft draft) {
    draft.add(
        new Event.WorkflowExecutionTimedOut(
            WorkflowExecutionTimeoutType.START_TO_CLOSE, draft.state().attributes().childPolicy()));
  }
}
