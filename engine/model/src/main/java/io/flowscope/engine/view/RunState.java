package io.flowscope.engine.view;

import io.flowscope.engine.model.Event;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What concerns the execution as a whole, and the tables of its parts. */
final class RunState {
  final CallTable calls = new CallTable();
  final BarrierTable barriers = new BarrierTable(calls);
  final Signals signals = new Signals(calls);
  final RoundTable rounds = new RoundTable(calls, barriers, signals);
  final ChangeList<Mark> marks = new ChangeList<>();

  long lastEventId;
  long startedAt;
  Event.@Nullable WorkflowExecutionStarted started;
  ExecutionStatus status = ExecutionStatus.RUNNING;
  @Nullable Long closedAt;
  @Nullable String result;
  ExecutionSummary.@Nullable Failure failure;
  @Nullable String continuedAsRunId;
  boolean cancelRequested;
  final JarOfRun jar = new JarOfRun();

  /** A signal, a marker or a cancel request. */
  static final class Mark extends ChangeList.Row {
    final String kind;
    final String name;
    final Moment at;

    Mark(ChangeList<Mark> list, String kind, String name, Moment at) {
      super(list);
      this.kind = kind;
      this.name = name;
      this.at = at;
    }
  }

  void mark(String kind, String name, Moment now) {
    marks.add(new Mark(marks, kind, name, now), now.event());
  }

  void closes(ExecutionStatus how, Moment now) {
    if (status == ExecutionStatus.RUNNING) {
      status = how;
      closedAt = now.at();
    }
  }

  void fails(ExecutionStatus how, String reason, @Nullable String details, Moment now) {
    closes(how, now);
    failure = new ExecutionSummary.Failure(reason, details);
  }

  /** Names of the signals that branches stand at, or that calls need which the code has made. */
  List<String> waitingForSignals() {
    Stream<String> stoodAt =
        barriers.standing().stream().flatMap(barrier -> barrier.wait.on().stream());
    Stream<String> needed =
        calls.list.all().stream()
            .filter(row -> !CallRow.ended(row.state()) && row.tries.isEmpty())
            .flatMap(row -> row.needs.stream());
    return calls.behind.drawn(Stream.concat(stoodAt, needed).distinct().toList()).stream()
        .map(id -> calls.get(id))
        .filter(row -> row != null && Signals.awaited(row))
        .filter(row -> !CallRow.ended(row.state()) && row.tries.isEmpty())
        .map(row -> Signals.nameOf(row.record.task()))
        .distinct()
        .sorted()
        .toList();
  }
}
