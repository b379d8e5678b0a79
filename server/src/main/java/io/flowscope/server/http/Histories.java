package io.flowscope.server.http;

import io.flowscope.engine.model.Action.GetWorkflowExecutionHistory;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.view.Rounds;
import io.flowscope.web.page.HistoryView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Histories as the page shows them: filtered, searched, page by page. */
final class Histories {
  private static final int SHOWN = 200;
  private static final int PAGE = 1_000;

  /** How many events stand before the one that a permalink points at. */
  private static final long CONTEXT = 20;

  private final Calls calls;

  Histories(Calls calls) {
    this.calls = calls;
  }

  /** Which call and which round an event belongs to. */
  private record Place(@Nullable String call, int round) {}

  /** What travels as a reference. */
  LargeValues values() {
    return calls.values();
  }

  /** All events of a run. */
  List<HistoryEvent> events(RunId run) {
    List<HistoryEvent> events = new ArrayList<>();
    String token = null;
    do {
      History page =
          calls.call(
              run,
              new GetWorkflowExecutionHistory(
                  run.domain(),
                  new WorkflowExecution(run.workflowId(), run.runId()),
                  token,
                  PAGE,
                  false));
      events.addAll(page.events());
      token = page.nextPageToken();
    } while (token != null);
    return events;
  }

  /**
   * The page of the history that begins at an event.
   *
   * @param from the first event of the page, null for the beginning, or for the page of {@code
   *     selected}
   */
  HistoryView view(
      RunId run,
      Rounds rounds,
      HistoryView.Query query,
      @Nullable Long from,
      @Nullable Long selected) {
    List<HistoryEvent> events = events(run);
    Map<String, Long> types = new TreeMap<>();
    events.forEach(event -> types.merge(event.event().eventType(), 1L, Long::sum));
    List<HistoryEvent> ordered = query.newestFirst() ? events.reversed() : events;
    String search = query.search().toLowerCase(Locale.ROOT);
    Map<Long, Place> places = places(rounds);
    Long start = from;
    if (start == null && selected != null && events.size() > SHOWN) {
      start = query.newestFirst() ? selected + CONTEXT : Math.max(1, selected - CONTEXT);
    }
    List<HistoryView.Event> shown = new ArrayList<>();
    Long next = null;
    for (HistoryEvent event : ordered) {
      if (!isReached(event.eventId(), start, query.newestFirst())
          || !(query.type().isEmpty() || event.event().eventType().equals(query.type()))) {
        continue;
      }
      String json = calls.values().shown(run.where(), event);
      if (!search.isEmpty() && !json.toLowerCase(Locale.ROOT).contains(search)) {
        continue;
      }
      if (shown.size() == SHOWN) {
        next = event.eventId();
        break;
      }
      Place place = places.get(event.eventId());
      shown.add(
          new HistoryView.Event(
              event.eventId(),
              event.eventTimestamp().toEpochMilli(),
              event.event().eventType(),
              place == null ? null : place.call(),
              place == null ? null : place.round(),
              json));
    }
    return new HistoryView(
        shown,
        events.size(),
        types.entrySet().stream()
            .map(entry -> new HistoryView.TypeCount(entry.getKey(), entry.getValue()))
            .toList(),
        query,
        next,
        selected);
  }

  private static boolean isReached(long id, @Nullable Long start, boolean newestFirst) {
    return start == null || (newestFirst ? id <= start : id >= start);
  }

  private static Map<Long, Place> places(Rounds rounds) {
    Map<Long, Place> places = new HashMap<>();
    for (Rounds.Round round : rounds.rounds()) {
      round
          .newEvents()
          .forEach(
              news -> places.putIfAbsent(news.eventId(), new Place(news.call(), round.number())));
      round
          .decisions()
          .forEach(
              decided -> places.put(decided.eventId(), new Place(decided.call(), round.number())));
      places.putIfAbsent(round.scheduledEventId(), new Place(null, round.number()));
      if (round.startedEventId() != null) {
        places.putIfAbsent(round.startedEventId(), new Place(null, round.number()));
      }
      if (round.closedEventId() != null) {
        places.putIfAbsent(round.closedEventId(), new Place(null, round.number()));
      }
    }
    return places;
  }
}
