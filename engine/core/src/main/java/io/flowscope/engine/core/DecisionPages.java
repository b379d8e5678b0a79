package io.flowscope.engine.core;

import io.flowscope.engine.decide.Limits;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.store.RunRow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history that goes with a decision task, page by page, always with the same task token. */
final class DecisionPages {
  private final Histories histories;
  private final InstantSource clock;
  private final Limits limits;

  /** A decision task in a worker's hands. */
  record Task(
      long run,
      String token,
      WorkflowExecution execution,
      WorkflowType type,
      long started,
      long previousStarted) {}

  DecisionPages(Histories histories, InstantSource clock, Limits limits) {
    this.histories = histories;
    this.clock = clock;
    this.limits = limits;
  }

  DecisionTask first(Action.PollForDecisionTask action, Task task) {
    return page(action, task, low(action, task), task.started());
  }

  /**
   * The task as {@link #first} gives it, made of what memory has alone.
   *
   * @param fresh the last events of the execution, which no reader knows of yet
   */
  Optional<DecisionTask> recent(
      Action.PollForDecisionTask action, Task task, List<HistoryEvent> fresh) {
    long low = low(action, task);
    long count = task.started() - low + 1;
    if (Boolean.TRUE.equals(action.reverseOrder())
        || count > Pages.size(action.maximumPageSize(), limits)) {
      return Optional.empty();
    }
    List<HistoryEvent> events = new ArrayList<>();
    for (HistoryEvent event : histories.recent(task.run())) {
      if (event.eventId() >= low) {
        events.add(event);
      }
    }
    for (HistoryEvent event : fresh) {
      if (event.eventId() >= low) {
        events.add(event);
      }
    }
    // Ids have no gap, so the number of events and the first of them tell whether all are there.
    boolean all = events.size() == count && events.get(0).eventId() == low;
    return all
        ? Optional.of(
            new DecisionTask(
                task.token(),
                task.started(),
                task.execution(),
                task.type(),
                List.copyOf(events),
                null,
                task.previousStarted()))
        : Optional.empty();
  }

  private static long low(Action.PollForDecisionTask action, Task task) {
    return Boolean.TRUE.equals(action.startAtPreviousStartedEvent())
        ? Math.max(1, task.previousStarted())
        : 1;
  }

  /** The page that the action's token asks for. */
  DecisionTask next(Action.PollForDecisionTask action) {
    List<String> place =
        PageToken.read(arguments(action), clock.instant(), action.nextPageToken(), 6).orElseThrow();
    RunRow run = histories.run(action.domain(), place.get(0)).orElseThrow(PageToken::invalid);
    Task task =
        new Task(
            run.number(),
            place.get(1),
            run.execution(),
            run.type(),
            PageToken.number(place.get(2)),
            PageToken.number(place.get(3)));
    return page(action, task, PageToken.number(place.get(4)), PageToken.number(place.get(5)));
  }

  private DecisionTask page(Action.PollForDecisionTask action, Task task, long low, long high) {
    boolean descending = Boolean.TRUE.equals(action.reverseOrder());
    int size = Pages.size(action.maximumPageSize(), limits);
    List<HistoryEvent> events = histories.read(task.run(), low, high, size, descending);
    long last = events.isEmpty() ? high : events.get(events.size() - 1).eventId();
    String next =
        descending ? token(action, task, low, last - 1) : token(action, task, last + 1, high);
    return new DecisionTask(
        task.token(),
        task.started(),
        task.execution(),
        task.type(),
        events,
        next,
        task.previousStarted());
  }

  private @Nullable String token(
      Action.PollForDecisionTask action, Task task, long low, long high) {
    if (low > high) {
      return null;
    }
    return PageToken.write(
        arguments(action),
        clock.instant(),
        List.of(
            task.execution().runId(),
            task.token(),
            Long.toString(task.started()),
            Long.toString(task.previousStarted()),
            Long.toString(low),
            Long.toString(high)));
  }

  private static String arguments(Action.PollForDecisionTask a) {
    return "poll "
        + a.domain()
        + ' '
        + a.taskList().name()
        + ' '
        + Boolean.TRUE.equals(a.reverseOrder());
  }
}
