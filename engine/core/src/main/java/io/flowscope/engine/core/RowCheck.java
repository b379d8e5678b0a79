package io.flowscope.engine.core;

import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecutionConfiguration;
import io.flowscope.engine.store.RunRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the row of an execution has to be, as its events tell it, and where it is not that. */
final class RowCheck {
  private @Nullable HistoryEvent first;
  private @Nullable HistoryEvent last;
  private @Nullable Instant activityAt;
  private boolean cancelRequested;
  private long context;

  void next(HistoryEvent event) {
    first = first == null ? event : first;
    last = event;
    switch (event.event()) {
      case Event.ActivityTaskScheduled e -> activityAt = event.eventTimestamp();
      case Event.WorkflowExecutionCancelRequested e -> cancelRequested = true;
      case Event.DecisionTaskCompleted e -> {
        if (e.executionContext() != null) {
          context = event.eventId();
        }
      }
      default -> {}
    }
  }

  /** What of the row is not what the events say. */
  List<String> differences(RunRow row) {
    List<String> found = new ArrayList<>();
    if (first == null || !(first.event() instanceof Event.WorkflowExecutionStarted start)) {
      return found;
    }
    compare(found, "type", row.type(), start.workflowType());
    compare(found, "time of start", row.startedAt(), first.eventTimestamp());
    compare(found, "parent", row.parent(), start.parentWorkflowExecution());
    compare(found, "tags", row.tags(), start.tagList() == null ? List.of() : start.tagList());
    compare(
        found,
        "configuration",
        row.configuration(),
        new WorkflowExecutionConfiguration(
            start.taskStartToCloseTimeout(),
            start.executionStartToCloseTimeout(),
            start.taskList(),
            start.taskPriority(),
            start.childPolicy(),
            start.lambdaRole()));
    RunRow.Closing closing = row.closing();
    if (closing != null) {
      compare(found, "close status", closing.status(), status(last.event()));
      compare(found, "time of closing", closing.at(), last.eventTimestamp());
      compare(found, "request to cancel", closing.cancelRequested(), cancelRequested);
      compare(found, "execution context", closing.contextEventId(), context);
      compare(found, "latest activity task", closing.latestActivityTaskAt(), activityAt);
    }
    return found;
  }

  private static void compare(
      List<String> found, String what, @Nullable Object row, @Nullable Object history) {
    if (!Objects.equals(row, history)) {
      found.add("its " + what + " is listed as " + row + ", but its history says " + history);
    }
  }

  private static @Nullable CloseStatus status(Event event) {
    if (event instanceof Event.WorkflowExecutionCompleted) {
      return CloseStatus.COMPLETED;
    } else if (event instanceof Event.WorkflowExecutionFailed) {
      return CloseStatus.FAILED;
    } else if (event instanceof Event.WorkflowExecutionCanceled) {
      return CloseStatus.CANCELED;
    } else if (event instanceof Event.WorkflowExecutionTerminated) {
      return CloseStatus.TERMINATED;
    } else if (event instanceof Event.WorkflowExecutionContinuedAsNew) {
      return CloseStatus.CONTINUED_AS_NEW;
    }
    return event instanceof Event.WorkflowExecutionTimedOut ? CloseStatus.TIMED_OUT : null;
  }
}
