package io.flowscope.engine.core;

import io.flowscope.engine.decide.Command;
import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.decide.ExecutionState.OpenChild;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.RequestCancelExternalWorkflowExecutionFailedCause;
import io.flowscope.engine.model.SignalExternalWorkflowExecutionFailedCause;
import io.flowscope.engine.model.StartChildWorkflowExecutionFailedCause;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionCancelRequestedCause;
import io.flowscope.engine.model.WorkflowExecutionTerminatedCause;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an event of one execution causes in others, in the same transaction. */
final class Messages {
  private final Transaction tx;

  Messages(Transaction tx) {
    this.tx = tx;
  }

  /**
   * Lets others know.
   *
   * @param before the state before the command that caused the event
   * @param after the state after it
   */
  void deliver(ExecutionState before, ExecutionState after, HistoryEvent happened) {
    Event event = happened.event();
    if (event instanceof Event.StartChildWorkflowExecutionInitiated e) {
      if (after.closeStatus() != CloseStatus.TERMINATED) {
        startChild(after, happened.eventId(), e);
      }
    } else if (event instanceof Event.SignalExternalWorkflowExecutionInitiated e) {
      signal(after, happened.eventId(), e);
    } else if (event instanceof Event.RequestCancelExternalWorkflowExecutionInitiated e) {
      requestCancel(after, happened.eventId(), e);
    } else if (event instanceof Event.WorkflowExecutionContinuedAsNew e) {
      continueAsNew(after, e);
    } else if (!after.isOpen() && happened.eventId() == after.lastEventId()) {
      tellParent(after, event);
      if (event instanceof Event.WorkflowExecutionTerminated e) {
        applyPolicy(before, e.childPolicy());
      } else if (event instanceof Event.WorkflowExecutionTimedOut e) {
        applyPolicy(before, e.childPolicy());
      }
    }
  }

  private void startChild(
      ExecutionState parent, long initiated, Event.StartChildWorkflowExecutionInitiated e) {
    if (tx.world().isOpen(parent.domain(), e.workflowId())) {
      tx.applyAlone(
          parent.runId(),
          new Command.ReportChildRefused(
              new Event.StartChildWorkflowExecutionFailed(
                  e.workflowType(),
                  StartChildWorkflowExecutionFailedCause.WORKFLOW_ALREADY_RUNNING,
                  e.workflowId(),
                  initiated,
                  e.decisionTaskCompletedEventId(),
                  e.control())));
      return;
    }
    WorkflowExecution child = new WorkflowExecution(e.workflowId(), tx.ids().next());
    tx.startAlone(
        parent.domain(),
        child,
        new Event.WorkflowExecutionStarted(
            e.input(),
            e.executionStartToCloseTimeout(),
            e.taskStartToCloseTimeout(),
            e.childPolicy(),
            e.taskList(),
            e.taskPriority(),
            e.workflowType(),
            e.tagList(),
            null,
            parent.execution(),
            initiated,
            e.lambdaRole()));
    tx.applyAlone(parent.runId(), new Command.ReportChildStarted(initiated, child));
  }

  private void continueAsNew(ExecutionState old, Event.WorkflowExecutionContinuedAsNew e) {
    tx.startAlone(
        old.domain(),
        new WorkflowExecution(old.workflowId(), e.newExecutionRunId()),
        new Event.WorkflowExecutionStarted(
            e.input(),
            e.executionStartToCloseTimeout(),
            e.taskStartToCloseTimeout(),
            e.childPolicy(),
            e.taskList(),
            e.taskPriority(),
            e.workflowType(),
            e.tagList(),
            old.runId(),
            old.attributes().parentWorkflowExecution(),
            old.attributes().parentInitiatedEventId(),
            e.lambdaRole()));
  }

  private void signal(
      ExecutionState sender, long initiated, Event.SignalExternalWorkflowExecutionInitiated e) {
    Optional<ExecutionState> target = target(sender.domain(), e.workflowId(), e.runId());
    target.ifPresent(
        to ->
            tx.applyAlone(
                to.runId(),
                new Command.Signal(e.signalName(), e.input(), sender.execution(), initiated)));
    tx.applyAlone(
        sender.runId(),
        new Command.ReportExternal(
            target.isPresent()
                ? new Event.ExternalWorkflowExecutionSignaled(target.get().execution(), initiated)
                : new Event.SignalExternalWorkflowExecutionFailed(
                    e.workflowId(),
                    e.runId(),
                    SignalExternalWorkflowExecutionFailedCause.UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION,
                    initiated,
                    e.decisionTaskCompletedEventId(),
                    e.control())));
  }

  private void requestCancel(
      ExecutionState sender,
      long initiated,
      Event.RequestCancelExternalWorkflowExecutionInitiated e) {
    Optional<ExecutionState> target = target(sender.domain(), e.workflowId(), e.runId());
    target.ifPresent(
        to ->
            tx.applyAlone(
                to.runId(), new Command.RequestCancel(sender.execution(), initiated, null)));
    tx.applyAlone(
        sender.runId(),
        new Command.ReportExternal(
            target.isPresent()
                ? new Event.ExternalWorkflowExecutionCancelRequested(
                    target.get().execution(), initiated)
                : new Event.RequestCancelExternalWorkflowExecutionFailed(
                    e.workflowId(),
                    e.runId(),
                    RequestCancelExternalWorkflowExecutionFailedCause
                        .UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION,
                    initiated,
                    e.decisionTaskCompletedEventId(),
                    e.control())));
  }

  private Optional<ExecutionState> target(
      String domain, String workflowId, @Nullable String runId) {
    return tx.world()
        .find(domain, workflowId)
        .map(OpenRun::state)
        .filter(state -> runId == null || runId.isEmpty() || runId.equals(state.runId()));
  }

  private void tellParent(ExecutionState child, Event closing) {
    WorkflowExecution parent = child.attributes().parentWorkflowExecution();
    Long initiated = child.attributes().parentInitiatedEventId();
    if (parent != null && initiated != null) {
      tx.applyAlone(
          parent.runId(), new Command.ReportChildClosed(initiated, child.execution(), closing));
    }
  }

  /** A child that has continued as new is its newest run. */
  private void applyPolicy(ExecutionState parent, ChildPolicy policy) {
    for (Map.Entry<Long, OpenChild> entry : parent.children()) {
      Optional<ExecutionState> child =
          target(parent.domain(), entry.getValue().workflowId(), null)
              .filter(state -> isChild(state, parent, entry.getKey()));
      child.ifPresent(state -> apply(policy, parent, state));
    }
  }

  private static boolean isChild(ExecutionState child, ExecutionState parent, long initiated) {
    return parent.execution().equals(child.attributes().parentWorkflowExecution())
        && Long.valueOf(initiated).equals(child.attributes().parentInitiatedEventId());
  }

  /** No decision asked for this cancellation, so that it names no event of the parent. */
  private void apply(ChildPolicy policy, ExecutionState parent, ExecutionState child) {
    switch (policy) {
      case TERMINATE ->
          tx.applyAlone(
              child.runId(),
              new Command.Terminate(
                  null, null, null, WorkflowExecutionTerminatedCause.CHILD_POLICY_APPLIED));
      case REQUEST_CANCEL ->
          tx.applyAlone(
              child.runId(),
              new Command.RequestCancel(
                  parent.execution(),
                  0L,
                  WorkflowExecutionCancelRequestedCause.CHILD_POLICY_APPLIED));
      case ABANDON -> {}
    }
  }
}
