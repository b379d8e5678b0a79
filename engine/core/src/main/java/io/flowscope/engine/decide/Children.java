package io.flowscope.engine.decide;

import io.flowscope.engine.decide.ExecutionState.OpenChild;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.StartChildWorkflowExecutionFailedCause;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowTypeConfiguration;
import io.flowscope.engine.model.WorkflowTypeDetail;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that a parent's history says of its children. */
final class Children {
  private Children() {}

  static void initiate(
      Draft draft,
      long completed,
      Decision.StartChildWorkflowExecution d,
      Command.CompleteDecisionTask c) {
    Optional<WorkflowTypeDetail> type = c.types().find(d.workflowType());
    StartChildWorkflowExecutionFailedCause refusal = refusal(draft, type, c.room());
    if (refusal != null) {
      refuse(draft, completed, d, refusal);
      return;
    }
    Event.StartChildWorkflowExecutionInitiated event =
        initiated(completed, d, type.orElseThrow().configuration());
    StartChildWorkflowExecutionFailedCause missing = missing(event);
    if (missing != null) {
      refuse(draft, completed, d, missing);
    } else if (!c.room().takes(Decision.StartChildWorkflowExecution.class)) {
      refuse(
          draft, completed, d, StartChildWorkflowExecutionFailedCause.CHILD_CREATION_RATE_EXCEEDED);
    } else {
      draft.add(event);
    }
  }

  private static @Nullable StartChildWorkflowExecutionFailedCause refusal(
      Draft draft, Optional<WorkflowTypeDetail> type, Room room) {
    if (type.isEmpty()) {
      return StartChildWorkflowExecutionFailedCause.WORKFLOW_TYPE_DOES_NOT_EXIST;
    }
    if (type.get().typeInfo().status() == RegistrationStatus.DEPRECATED) {
      return StartChildWorkflowExecutionFailedCause.WORKFLOW_TYPE_DEPRECATED;
    }
    if (draft.state().children().size() >= draft.limits().openChildren()) {
      return StartChildWorkflowExecutionFailedCause.OPEN_CHILDREN_LIMIT_EXCEEDED;
    }
    return draft.childrenInitiated() >= room.executions()
        ? StartChildWorkflowExecutionFailedCause.OPEN_WORKFLOWS_LIMIT_EXCEEDED
        : null;
  }

  private static Event.StartChildWorkflowExecutionInitiated initiated(
      long completed, Decision.StartChildWorkflowExecution d, WorkflowTypeConfiguration defaults) {
    return new Event.StartChildWorkflowExecutionInitiated(
        d.workflowId(),
        d.workflowType(),
        d.control(),
        d.input(),
        Durations.first(
            d.executionStartToCloseTimeout(), defaults.defaultExecutionStartToCloseTimeout()),
        d.taskList() != null ? d.taskList() : defaults.defaultTaskList(),
        Durations.first(d.taskPriority(), defaults.defaultTaskPriority()),
        completed,
        d.childPolicy() != null ? d.childPolicy() : defaults.defaultChildPolicy(),
        Durations.first(d.taskStartToCloseTimeout(), defaults.defaultTaskStartToCloseTimeout()),
        d.tagList(),
        Durations.first(d.lambdaRole(), defaults.defaultLambdaRole()));
  }

  private static @Nullable StartChildWorkflowExecutionFailedCause missing(
      Event.StartChildWorkflowExecutionInitiated event) {
    if (event.executionStartToCloseTimeout() == null) {
      return StartChildWorkflowExecutionFailedCause
          .DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED;
    }
    if (event.taskList() == null) {
      return StartChildWorkflowExecutionFailedCause.DEFAULT_TASK_LIST_UNDEFINED;
    }
    if (event.taskStartToCloseTimeout() == null) {
      return StartChildWorkflowExecutionFailedCause.DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED;
    }
    return event.childPolicy() == null
        ? StartChildWorkflowExecutionFailedCause.DEFAULT_CHILD_POLICY_UNDEFINED
        : null;
  }

  private static void refuse(
      Draft draft,
      long completed,
      Decision.StartChildWorkflowExecution d,
      StartChildWorkflowExecutionFailedCause cause) {
    draft.add(
        new Event.StartChildWorkflowExecutionFailed(
            d.workflowType(), cause, d.workflowId(), 0, completed, d.control()));
  }

  static void started(Draft draft, Command.ReportChildStarted c) {
    OpenChild child = draft.state().children().get(c.initiatedEventId());
    if (child != null && child.execution() == null) {
      draft.add(
          new Event.ChildWorkflowExecutionStarted(
              c.child(), child.workflowType(), c.initiatedEventId()));
    }
  }

  static void refused(Draft draft, Command.ReportChildRefused c) {
    if (draft.state().children().containsKey(c.event().initiatedEventId())) {
      draft.add(c.event());
    }
  }

  static void closed(Draft draft, Command.ReportChildClosed c) {
    OpenChild child = draft.state().children().get(c.initiatedEventId());
    if (child != null) {
      report(child, c.child(), c.closing()).ifPresent(draft::add);
    }
  }

  private static Optional<Event> report(OpenChild child, WorkflowExecution run, Event closing) {
    long initiated = child.initiatedEventId();
    long started = child.startedEventId();
    if (closing instanceof Event.WorkflowExecutionCompleted e) {
      return Optional.of(
          new Event.ChildWorkflowExecutionCompleted(
              run, child.workflowType(), e.result(), initiated, started));
    }
    if (closing instanceof Event.WorkflowExecutionFailed e) {
      return Optional.of(
          new Event.ChildWorkflowExecutionFailed(
              run, child.workflowType(), e.reason(), e.details(), initiated, started));
    }
    if (closing instanceof Event.WorkflowExecutionTimedOut e) {
      return Optional.of(
          new Event.ChildWorkflowExecutionTimedOut(
              run, child.workflowType(), e.timeoutType(), initiated, started));
    }
    if (closing instanceof Event.WorkflowExecutionCanceled e) {
      return Optional.of(
          new Event.ChildWorkflowExecutionCanceled(
              run, child.workflowType(), e.details(), initiated, started));
    }
    if (closing instanceof Event.WorkflowExecutionTerminated) {
      return Optional.of(
          new Event.ChildWorkflowExecutionTerminated(
              run, child.workflowType(), initiated, started));
    }
    return Optional.empty();
  }
}
