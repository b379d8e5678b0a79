package io.flowscope.worker;

import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action.GetWorkflowExecutionHistory;
import io.flowscope.engine.model.Event.ActivityTaskScheduled;
import io.flowscope.engine.model.Event.ActivityTaskTimedOut;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What an attempt that timed out said last: SWF keeps it in the event of the timeout. */
final class PreviousAttempt {
  private PreviousAttempt() {}

  /** The JSON of the last heartbeat of {@code activityId}, read from the end of the history. */
  static Optional<String> details(
      Backend backend, String domain, WorkflowExecution execution, String activityId) {
    Map<Long, String> timedOut = new HashMap<>();
    String page = null;
    try {
      do {
        History history =
            backend
                .call(new GetWorkflowExecutionHistory(domain, execution, page, null, true))
                .join();
        for (HistoryEvent event : history.events()) {
          if (event.event() instanceof ActivityTaskTimedOut end && end.details() != null) {
            timedOut.put(end.scheduledEventId(), end.details());
          }
          if (isOf(event, activityId)) {
            return Optional.ofNullable(timedOut.get(event.eventId()));
          }
        }
        page = next(history);
      } while (page != null);
    } catch (CompletionException e) {
      System.err.println("The details of " + activityId + " could not be read: " + e.getCause());
    }
    return Optional.empty();
  }

  private static @Nullable String next(History history) {
    return history.nextPageToken();
  }

  private static boolean isOf(HistoryEvent event, String activityId) {
    return event.event() instanceof ActivityTaskScheduled scheduled
        && scheduled.activityId().equals(activityId);
  }
}
