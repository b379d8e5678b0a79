package io.flowscope.server.whole;

import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.engine.model.WorkflowExecutionInfos;
import io.flowscope.engine.model.WorkflowTypeFilter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Compares what clients were answered with what an engine has: everything answered is there,
 * nothing is there that nobody asked for, nothing is there twice, and no token is good twice. Used
 * only while no client is at work.
 */
final class LedgerCheck {
  private static final int ATTEMPTS = 10;
  private static final ExecutionTimeFilter EVER = new ExecutionTimeFilter(Instant.EPOCH, null);
  private static final WorkflowTypeFilter TYPE =
      new WorkflowTypeFilter(Traffic.TYPE.name(), Traffic.TYPE.version());

  private final Backend backend;
  private final String domain;
  private final Ledger ledger;
  private final List<String> violations = new ArrayList<>();
  private int resolvedAsDone;
  private int tokensRepeated;

  LedgerCheck(Backend backend, String domain, Ledger ledger) {
    this.backend = backend;
    this.domain = domain;
    this.ledger = ledger;
  }

  List<String> violations() {
    return violations;
  }

  /** How many calls whose answer was lost turned out to have been carried out. */
  int resolvedAsDone() {
    return resolvedAsDone;
  }

  /** How many tokens that had been answered were tried again. */
  int tokensRepeated() {
    return tokensRepeated;
  }

  /** Sends once more what was sent with a token but not answered: it is done now, or was before. */
  void resolve() {
    for (Note note : ledger.of(Note.State.TRIED)) {
      if (note.kind() == Note.Kind.DECIDE || note.kind() == Note.Kind.COMPLETE) {
        try {
          backend.call(again(note, decisions(note))).join();
          ledger.accept(note.answered());
        } catch (CompletionException e) {
          ledger.accept(note.refused(unknownResource(note, e)));
        }
      }
    }
  }

  /** Sends answered tokens again; every one must be refused. */
  void repeat(Collection<Note> notes) {
    for (Note note : notes) {
      if (note.state() == Note.State.ANSWERED
          && (note.kind() == Note.Kind.DECIDE || note.kind() == Note.Kind.COMPLETE)) {
        tokensRepeated++;
        try {
          backend.call(again(note, List.of())).join();
          violations.add("I6: a token was accepted twice: " + note);
        } catch (CompletionException e) {
          unknownResource(note, e);
        }
      }
    }
  }

  /** What the decider had decided, which follows from the history up to its task. */
  private List<Decision> decisions(Note note) {
    return note.kind() == Note.Kind.DECIDE
        ? TrafficPlan.decide(
            history(new WorkflowExecution(note.workflowId(), note.runId())).stream()
                .filter(event -> event.eventId() <= note.event())
                .toList())
        : List.of();
  }

  private static Action<?> again(Note note, List<Decision> decisions) {
    return note.kind() == Note.Kind.DECIDE
        ? new Action.RespondDecisionTaskCompleted(note.token(), decisions, note.value(), null, null)
        : new Action.RespondActivityTaskCompleted(note.token(), note.value());
  }

  private String unknownResource(Note note, CompletionException e) {
    if (e.getCause() instanceof SwfFault fault) {
      if (!fault.type().equals("UnknownResourceFault")) {
        violations.add("I6: a token was refused with " + fault + ": " + note);
      }
      return fault.type();
    }
    throw e;
  }

  /**
   * Checks executions of this traffic.
   *
   * @param only the workflow ids whose histories are read; all are looked for in the lists
   */
  void check(Collection<String> only) {
    Map<String, WorkflowExecutionInfo> listed = new LinkedHashMap<>();
    for (WorkflowExecutionInfo info : executions()) {
      if (listed.put(info.execution().workflowId(), info) != null) {
        violations.add("I10: two executions of " + info.execution().workflowId());
      }
    }
    Set<String> known = new HashSet<>(ledger.workflowIds());
    listed.keySet().stream()
        .filter(id -> !known.contains(id))
        .forEach(id -> violations.add("I2: nobody started " + id));
    for (String id : ledger.workflowIds()) {
      starts(id, listed.get(id));
    }
    for (String id : only) {
      WorkflowExecutionInfo info = listed.get(id);
      if (info != null) {
        history(id, history(info.execution()), info);
      }
    }
  }

  private void starts(String id, @Nullable WorkflowExecutionInfo listed) {
    for (Note start : ledger.of(id, Note.Kind.START)) {
      if (start.state() == Note.State.ANSWERED
          && (listed == null || !listed.execution().runId().equals(start.runId()))) {
        violations.add("I1: an answered start is gone: " + start);
      } else if (start.state() == Note.State.REFUSED && listed != null) {
        violations.add("I13: a refused start happened: " + start);
      } else if (start.state() == Note.State.TRIED && listed != null) {
        resolvedAsDone++;
      }
    }
  }

  private void history(String id, List<HistoryEvent> events, WorkflowExecutionInfo info) {
    List<String> signals = new ArrayList<>();
    Map<Long, String> contexts = new HashMap<>();
    Map<Long, String> results = new HashMap<>();
    Map<Long, String> heartbeats = new HashMap<>();
    for (HistoryEvent event : events) {
      switch (event.event()) {
        case Event.WorkflowExecutionStarted e -> {
          if (!("\"" + id + "\"").equals(e.input())) {
            violations.add("I1: the input of " + id + " is " + e.input());
          }
        }
        case Event.WorkflowExecutionSignaled e -> signals.add(e.signalName());
        case Event.DecisionTaskCompleted e ->
            contexts.put(e.startedEventId(), String.valueOf(e.executionContext()));
        case Event.ActivityTaskCompleted e ->
            results.put(e.startedEventId(), String.valueOf(e.result()));
        case Event.ActivityTaskTimedOut e ->
            heartbeats.put(e.startedEventId(), e.details() == null ? "0" : e.details());
        default -> {}
      }
    }
    boolean closed = info.closeTimestamp() != null;
    boolean ended = events.getLast().event() instanceof Event.WorkflowExecutionCompleted;
    if (closed != ended) {
      violations.add("I10: list and history of " + id + " differ on whether it is closed");
    }
    signals(id, signals);
    answers(id, Note.Kind.DECIDE, contexts);
    answers(id, Note.Kind.COMPLETE, results);
    heartbeats(id, heartbeats);
  }

  /** Each once, in the order in which one client sent them, with all that were answered. */
  private void signals(String id, List<String> found) {
    List<Note> sent = ledger.of(id, Note.Kind.SIGNAL);
    List<String> expected =
        sent.stream().filter(note -> found.contains(note.value())).map(Note::value).toList();
    if (!expected.equals(found)) {
      violations.add("I1: signals of " + id + " are " + found + ", sent were " + sent);
    }
    for (Note note : sent) {
      boolean there = found.contains(note.value());
      if (note.state() == Note.State.ANSWERED && !there) {
        violations.add("I1: an answered signal is gone: " + note);
      } else if (note.state() == Note.State.REFUSED && there) {
        violations.add("I13: a refused signal happened: " + note);
      } else if (note.state() == Note.State.TRIED && there) {
        resolvedAsDone++;
      }
    }
  }

  /** By the event that started the task: answered ones are there, and no others but tried ones. */
  private void answers(String id, Note.Kind kind, Map<Long, String> found) {
    Map<Long, Note> tried = new HashMap<>();
    Set<String> values = new HashSet<>();
    for (Note note : ledger.of(id, kind)) {
      tried.put(note.event(), note);
      boolean there = note.value().equals(found.get(note.event()));
      if (note.state() == Note.State.ANSWERED && !there) {
        violations.add("I1: an answered call is gone: " + note);
      } else if (note.state() != Note.State.ANSWERED && there) {
        resolvedAsDone++;
      }
    }
    found.forEach(
        (started, value) -> {
          Note note = tried.get(started);
          if (note == null || !note.value().equals(value)) {
            violations.add("I2: nobody gave " + kind + " " + value + " of " + id);
          }
          if (!values.add(value)) {
            violations.add("I6: " + kind + " " + value + " is there twice in " + id);
          }
        });
  }

  /** A task that timed out tells at least of the last heartbeat that was answered. */
  private void heartbeats(String id, Map<Long, String> timedOut) {
    for (Note note : ledger.of(id, Note.Kind.HEARTBEAT)) {
      String last = timedOut.get(note.event());
      if (note.state() == Note.State.ANSWERED
          && last != null
          && Integer.parseInt(last) < Integer.parseInt(note.value())) {
        violations.add("I1: an answered heartbeat is gone: " + note);
      }
    }
  }

  /** The open executions of this traffic. */
  List<WorkflowExecution> open() {
    return openOnes().stream().map(WorkflowExecutionInfo::execution).toList();
  }

  private List<WorkflowExecutionInfo> executions() {
    List<WorkflowExecutionInfo> all = openOnes();
    all.addAll(closedOnes());
    return all;
  }

  private List<WorkflowExecutionInfo> openOnes() {
    List<WorkflowExecutionInfo> all = new ArrayList<>();
    String page = null;
    do {
      WorkflowExecutionInfos infos =
          read(
              new Action.ListOpenWorkflowExecutions(
                  domain, EVER, TYPE, null, page, null, null, null));
      all.addAll(infos.executionInfos());
      page = infos.nextPageToken();
    } while (page != null);
    return all;
  }

  private List<WorkflowExecutionInfo> closedOnes() {
    List<WorkflowExecutionInfo> all = new ArrayList<>();
    String page = null;
    do {
      WorkflowExecutionInfos infos =
          read(
              new Action.ListClosedWorkflowExecutions(
                  domain, EVER, null, null, null, TYPE, null, page, null, null));
      all.addAll(infos.executionInfos());
      page = infos.nextPageToken();
    } while (page != null);
    return all;
  }

  private List<HistoryEvent> history(WorkflowExecution execution) {
    List<HistoryEvent> events = new ArrayList<>();
    String page = null;
    do {
      History history =
          read(new Action.GetWorkflowExecutionHistory(domain, execution, page, null, null));
      events.addAll(history.events());
      page = history.nextPageToken();
    } while (page != null);
    return events;
  }

  /** Reads again where no answer came: a busy machine may be slower than a client waits. */
  private <R> R read(Action<R> action) {
    for (int attempt = 1; ; attempt++) {
      try {
        return backend.call(action).join();
      } catch (CompletionException e) {
        if (attempt == ATTEMPTS || !(e.getCause() instanceof IOException)) {
          throw e;
        }
      }
    }
  }
}
