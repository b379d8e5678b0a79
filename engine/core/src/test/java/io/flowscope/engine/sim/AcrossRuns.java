package io.flowscope.engine.sim;

import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionCancelRequestedCause;
import io.flowscope.engine.model.WorkflowExecutionTerminatedCause;
import io.flowscope.engine.sim.Truth.Written;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one run's events must have caused in others, in the same batch: a batch is all or nothing,
 * so what belongs together must be in one.
 */
final class AcrossRuns {
  private final Truth truth;
  private final List<Written> written;

  AcrossRuns(Truth truth, List<Written> written) {
    this.truth = truth;
    this.written = written;
  }

  void check() {
    for (Written one : written) {
      Event event = one.happened().event();
      if (event instanceof Event.StartChildWorkflowExecutionInitiated) {
        childStarted(one);
      } else if (event instanceof Event.SignalExternalWorkflowExecutionInitiated e) {
        signaled(one, e);
      } else if (event instanceof Event.RequestCancelExternalWorkflowExecutionInitiated e) {
        cancelRequested(one, e);
      } else if (event instanceof Event.WorkflowExecutionContinuedAsNew e) {
        continued(one, e);
      } else if (event instanceof Event.WorkflowExecutionTerminated e) {
        policy(one, e.childPolicy());
      } else if (event instanceof Event.WorkflowExecutionTimedOut e) {
        policy(one, e.childPolicy());
      }
      if (one.happened() == one.fold().closing) {
        parentTold(one);
      }
    }
  }

  private boolean exists(Predicate<Written> wanted) {
    return count(wanted) > 0;
  }

  private long count(Predicate<Written> wanted) {
    return written.stream().filter(wanted).count();
  }

  private void require(boolean holds, Written cause, String what) {
    Violation.unless(
        holds, "I2", cause.fold().name(), " ", cause.happened(), ": ", what, " in the same batch");
  }

  private static boolean isFrom(
      Written cause, @Nullable WorkflowExecution sender, @Nullable Long initiated) {
    return cause.fold().execution.equals(sender)
        && initiated != null
        && initiated == cause.happened().eventId();
  }

  private void childStarted(Written parent) {
    long id = parent.happened().eventId();
    long begun =
        count(
            one ->
                one.happened().event() instanceof Event.WorkflowExecutionStarted e
                    && e.continuedExecutionRunId() == null
                    && isFrom(parent, e.parentWorkflowExecution(), e.parentInitiatedEventId()));
    boolean told =
        exists(
            one ->
                one.fold() == parent.fold()
                    && one.happened().event() instanceof Event.ChildWorkflowExecutionStarted e
                    && e.initiatedEventId() == id);
    boolean refused =
        exists(
            one ->
                one.fold() == parent.fold()
                    && one.happened().event() instanceof Event.StartChildWorkflowExecutionFailed e
                    && e.initiatedEventId() == id);
    require(begun <= 1, parent, "two children");
    require(!(begun == 1 && refused), parent, "a child that was started and refused");
    require(
        !parent.fold().isOpen() || (begun == 1) == told, parent, "child and parent do not agree");
    require(!parent.fold().isOpen() || told || refused, parent, "no answer to the parent");
  }

  private void signaled(Written sender, Event.SignalExternalWorkflowExecutionInitiated e) {
    long id = sender.happened().eventId();
    long arrived =
        count(
            one ->
                one.happened().event() instanceof Event.WorkflowExecutionSignaled s
                    && one.fold().execution.workflowId().equals(e.workflowId())
                    && isFrom(sender, s.externalWorkflowExecution(), s.externalInitiatedEventId()));
    answered(
        sender,
        arrived,
        event ->
            event instanceof Event.ExternalWorkflowExecutionSignaled s
                && id == s.initiatedEventId(),
        event ->
            event instanceof Event.SignalExternalWorkflowExecutionFailed s
                && id == s.initiatedEventId());
  }

  private void cancelRequested(
      Written sender, Event.RequestCancelExternalWorkflowExecutionInitiated e) {
    long id = sender.happened().eventId();
    long arrived =
        count(
            one ->
                one.happened().event() instanceof Event.WorkflowExecutionCancelRequested s
                    && one.fold().execution.workflowId().equals(e.workflowId())
                    && isFrom(sender, s.externalWorkflowExecution(), s.externalInitiatedEventId()));
    answered(
        sender,
        arrived,
        event ->
            event instanceof Event.ExternalWorkflowExecutionCancelRequested s
                && id == s.initiatedEventId(),
        event ->
            event instanceof Event.RequestCancelExternalWorkflowExecutionFailed s
                && id == s.initiatedEventId());
  }

  private void answered(
      Written sender, long arrived, Predicate<Event> well, Predicate<Event> badly) {
    boolean done = exists(one -> one.fold() == sender.fold() && well.test(one.happened().event()));
    boolean failed =
        exists(one -> one.fold() == sender.fold() && badly.test(one.happened().event()));
    require(arrived <= 1, sender, "it arrived twice");
    require(!sender.fold().isOpen() || done != failed, sender, "no answer to the sender");
    require(
        !(done && arrived == 0) && !(failed && arrived == 1),
        sender,
        "sender and receiver do not agree");
  }

  private void continued(Written old, Event.WorkflowExecutionContinuedAsNew e) {
    Fold next = truth.run(e.newExecutionRunId());
    require(
        next != null
            && old.fold().execution.runId().equals(next.start.continuedExecutionRunId())
            && next.execution.workflowId().equals(old.fold().execution.workflowId()),
        old,
        "the new run is missing");
  }

  private void parentTold(Written child) {
    WorkflowExecution parent = child.fold().start.parentWorkflowExecution();
    Long initiated = child.fold().start.parentInitiatedEventId();
    if (parent == null
        || initiated == null
        || child.happened().event() instanceof Event.WorkflowExecutionContinuedAsNew) {
      return;
    }
    Fold fold = truth.run(parent.runId());
    require(fold != null, child, "its parent is missing");
    require(
        !fold.isOpen() || !fold.children.containsKey(initiated), child, "its parent was not told");
  }

  /** Each child that was open when its parent came to a violent end has felt the policy. */
  private void policy(Written parent, ChildPolicy policy) {
    for (Fold.Child child : parent.fold().children.values()) {
      Fold open = truth.open(parent.fold().domain, child.workflowId());
      boolean isChild =
          open != null
              && parent.fold().execution.equals(open.start.parentWorkflowExecution())
              && Long.valueOf(child.initiated()).equals(open.start.parentInitiatedEventId());
      if (!isChild) {
        continue;
      }
      require(policy != ChildPolicy.TERMINATE, parent, "a child was not terminated");
      boolean asked =
          open.events.stream()
              .map(HistoryEvent::event)
              .anyMatch(
                  event ->
                      event instanceof Event.WorkflowExecutionCancelRequested e
                          && e.cause()
                              == WorkflowExecutionCancelRequestedCause.CHILD_POLICY_APPLIED);
      require(
          asked == (policy == ChildPolicy.REQUEST_CANCEL), parent, "a child felt another policy");
    }
    require(
        policy == ChildPolicy.TERMINATE || !exists(one -> isVictim(parent, one)),
        parent,
        "a child was terminated although the policy is " + policy);
  }

  private static boolean isVictim(Written parent, Written one) {
    return one.happened().event() instanceof Event.WorkflowExecutionTerminated e
        && e.cause() == WorkflowExecutionTerminatedCause.CHILD_POLICY_APPLIED
        && parent.fold().execution.equals(one.fold().start.parentWorkflowExecution());
  }
}
