package io.flowscope.worker;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Action.GetWorkflowExecutionHistory;
import io.flowscope.engine.model.Action.PollForDecisionTask;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.worker.replay.HistorySource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fetches the events of a decision task page by page; reading may always be repeated. */
final class PagedHistory implements HistorySource {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * The events could not be had. An error, for it is none of the run: whoever computes decisions
   * must pass it on, and not answer.
   */
  static final class Unavailable extends Error {
    Unavailable(String message) {
      super(message, null, false, false);
    }
  }

  private final Calls calls;
  private final String domain;
  private final WorkflowExecution execution;
  private final @Nullable String firstPage;
  private final Function<String, PollForDecisionTask> nextPage;

  /**
   * @param firstPage the token that came with the task; null where it brought all
   * @param nextPage the poll again, with a token
   */
  PagedHistory(
      Calls calls,
      String domain,
      WorkflowExecution execution,
      @Nullable String firstPage,
      Function<String, PollForDecisionTask> nextPage) {
    this.calls = calls;
    this.domain = domain;
    this.execution = execution;
    this.firstPage = firstPage;
    this.nextPage = nextPage;
  }

  @Override
  public List<HistoryEvent> rest() {
    List<HistoryEvent> events = new ArrayList<>();
    String token = firstPage;
    while (token != null) {
      var page = get(nextPage.apply(token));
      events.addAll(page.events());
      token = page.nextPageToken();
    }
    return events;
  }

  @Override
  public List<HistoryEvent> fromStart() {
    List<HistoryEvent> events = new ArrayList<>();
    String token = null;
    do {
      History page = get(new GetWorkflowExecutionHistory(domain, execution, token, null, null));
      events.addAll(page.events());
      token = page.nextPageToken();
    } while (token != null);
    return events;
  }

  private <R> R get(Action<R> action) {
    try {
      return switch (calls.make(action, PATIENCE)) {
        case Calls.Accepted<R>(R answer) -> answer;
        case Calls.Refused<R>(var fault) -> throw new Unavailable(fault.toString());
        case Calls.Unknown<R>(var failure) -> throw new Unavailable(failure.toString());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted");
    }
  }
}
