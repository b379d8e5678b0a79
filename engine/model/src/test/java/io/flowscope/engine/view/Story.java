package io.flowscope.engine.view;

import io.flowscope.engine.model.ActivityTaskTimeoutType;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells a history in few words, with event ids and times as an engine would give them. */
final class Story {
  static final WorkflowType TYPE = new WorkflowType("ProcessVideo", "1");
  private static final TaskList LIST = new TaskList("fs.0123456789ab");

  final List<HistoryEvent> events = new ArrayList<>();
  private final Map<String, Long> scheduled = new HashMap<>();
  private final Map<String, Long> started = new HashMap<>();
  private long now = Instant.parse("2026-11-21T10:00:00Z").toEpochMilli();
  private long decisionScheduled;
  private long decisionStarted;
  private long decisionCompleted;

  Story() {
    add(
        new Event.WorkflowExecutionStarted(
            "[\"s3://v\",\"s3://s\"]",
            "86400",
            "60",
            ChildPolicy.TERMINATE,
            LIST,
            null,
            TYPE,
            List.of("demo"),
            null,
            null,
            null,
            null));
  }

  Story after(long millis) {
    now += millis;
    return this;
  }

  long add(Event event) {
    events.add(new HistoryEvent(Instant.ofEpochMilli(now), events.size() + 1, event));
    return events.size();
  }

  Story decision() {
    decisionScheduled = add(new Event.DecisionTaskScheduled(LIST, null, "60", null));
    after(5);
    decisionStarted = add(new Event.DecisionTaskStarted("worker-1", decisionScheduled));
    after(10);
    return this;
  }

  Story decided(String context) {
    decisionCompleted =
        add(
            new Event.DecisionTaskCompleted(
                context, decisionScheduled, decisionStarted, null, null));
    return this;
  }

  /** One whole round with a record. */
  Story round(List<CallRecord> pending, List<RoundRecord.Wait> waits, String... ended) {
    return round(
        new RoundRecord(
            pending,
            List.of(),
            waits,
            List.of(ended),
            null,
            null,
            new RoundRecord.Run(true, 1200, "worker-1"),
            false));
  }

  Story round(RoundRecord record) {
    decision();
    List<String> texts = RecordCodec.writeRound(record, RecordCodec.MAX_CHARS);
    decided(texts.getFirst());
    texts.subList(1, texts.size()).forEach(t -> marker(RoundRecord.MARKER, t));
    return this;
  }

  Story schedule(CallRecord call) {
    String id = call.attempt() == 1 ? call.call() : call.call() + "." + call.attempt();
    return schedule(id, call.task(), RecordCodec.writeCall(call));
  }

  Story schedule(String id, String task, String control) {
    scheduled.put(
        id,
        add(
            new Event.ActivityTaskScheduled(
                new ActivityType(task, "1"),
                id,
                "[]",
                control,
                "NONE",
                "NONE",
                "3600",
                LIST,
                null,
                decisionCompleted,
                "NONE")));
    return this;
  }

  Story start(String id) {
    started.put(id, add(new Event.ActivityTaskStarted("worker-1", scheduled.get(id))));
    return this;
  }

  Story complete(String id) {
    add(new Event.ActivityTaskCompleted("1", scheduled.get(id), started.get(id)));
    return this;
  }

  Story fail(String id, String reason) {
    add(new Event.ActivityTaskFailed(reason, null, scheduled.get(id), started.get(id)));
    return this;
  }

  Story timeOut(String id, String details) {
    add(
        new Event.ActivityTaskTimedOut(
            ActivityTaskTimeoutType.HEARTBEAT, scheduled.get(id), started.get(id), details));
    return this;
  }

  Story timer(String id, String control, int seconds) {
    scheduled.put(
        id, add(new Event.TimerStarted(id, control, String.valueOf(seconds), decisionCompleted)));
    return this;
  }

  Story fire(String id) {
    add(new Event.TimerFired(id, scheduled.get(id)));
    return this;
  }

  Story marker(String name, String details) {
    add(new Event.MarkerRecorded(name, details, decisionCompleted));
    return this;
  }

  Story signal(String name) {
    add(new Event.WorkflowExecutionSignaled(name, "{}", null, null));
    return this;
  }

  Story child(String workflowId, CallRecord call) {
    scheduled.put(
        workflowId,
        add(
            new Event.StartChildWorkflowExecutionInitiated(
                workflowId,
                new WorkflowType(call.task(), "1"),
                RecordCodec.writeCall(call),
                "[]",
                "60",
                LIST,
                null,
                decisionCompleted,
                ChildPolicy.TERMINATE,
                "60",
                null,
                null)));
    return this;
  }

  Story childStarted(String workflowId) {
    started.put(
        workflowId,
        add(
            new Event.ChildWorkflowExecutionStarted(
                new WorkflowExecution(workflowId, "run-of-child"),
                TYPE,
                scheduled.get(workflowId))));
    return this;
  }

  Story childCompleted(String workflowId) {
    add(
        new Event.ChildWorkflowExecutionCompleted(
            new WorkflowExecution(workflowId, "run-of-child"),
            TYPE,
            "1",
            scheduled.get(workflowId),
            started.get(workflowId)));
    return this;
  }

  Story completed(String result) {
    add(new Event.WorkflowExecutionCompleted(result, decisionCompleted));
    return this;
  }

  static CallRecord call(String id, List<String> needs, List<String> after, String at) {
    return call(NodeKind.ACTIVITY, id, needs, after, at);
  }

  static CallRecord call(
      NodeKind kind, String id, List<String> needs, List<String> after, String at) {
    return new CallRecord(id, 1, kind, Names.taskOf(id), needs, after, at, null);
  }

  static CallRecord attempt(CallRecord call, int attempt, NodeKind kind) {
    return new CallRecord(
        call.call(),
        attempt,
        kind,
        call.task(),
        call.needs(),
        call.after(),
        call.at(),
        call.label());
  }

  static RoundRecord.Wait stands(String barrier, String branch, List<String> on, String at) {
    return new RoundRecord.Wait(barrier, branch, on, List.of(), at, "process");
  }

  RunFold fold() {
    RunFold fold = new RunFold();
    events.forEach(fold::apply);
    return fold;
  }
}
