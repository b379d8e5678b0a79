package io.flowscope.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunFoldTest {

  @Test
  void deltasGiveTheWholeTimelineAtEveryCut() {
    for (int seed = 0; seed < 25; seed++) {
      List<HistoryEvent> events = new RandomStory(new Random(seed)).tell(120).events;
      Random random = new Random(seed);
      RunFold fold = new RunFold();
      Client client = new Client();
      for (HistoryEvent event : events) {
        fold.apply(event);
        if (random.nextInt(3) == 0) {
          client.take(fold.timelineAfter(client.lastEventId));
          RunFold fresh = new RunFold();
          events.subList(0, (int) event.eventId()).forEach(fresh::apply);
          assertThat(client.rows()).isEqualTo(Client.of(fresh.timeline()).rows());
          assertThat(fold.graph()).isEqualTo(fresh.graph());
          assertThat(fold.rounds()).isEqualTo(fresh.rounds());
          assertThat(fold.summary("w", "r", 0)).isEqualTo(fresh.summary("w", "r", 0));
        }
      }
    }
  }

  @Test
  void aRunThatWasSentToAnotherJarIsWithItFromThatOnesDecisionOn() {
    TaskList next = new TaskList("fs.bbbbbbbbbbbb");
    Story story = new Story().decision();
    story.add(
        new Event.WorkflowExecutionSignaled("flowscope.move", "\"fs.bbbbbbbbbbbb\"", null, null));
    assertJar(story, "fs.0123456789ab", "fs.bbbbbbbbbbbb");

    long scheduled = story.add(new Event.DecisionTaskScheduled(next, null, "60", null));
    long started = story.add(new Event.DecisionTaskStarted("worker-2", scheduled));
    assertJar(story, "fs.bbbbbbbbbbbb", "fs.bbbbbbbbbbbb");

    story.add(new Event.DecisionTaskCompleted(null, scheduled, started, null, null));
    assertJar(story, "fs.bbbbbbbbbbbb", null);

    TaskList worker = new TaskList("fs.bbbbbbbbbbbb.1.abcdefgh");
    story.add(new Event.DecisionTaskScheduled(worker, null, "60", null));
    assertJar(story, "fs.bbbbbbbbbbbb", null);
  }

  private static void assertJar(Story story, String list, @Nullable String next) {
    RunFold fold = new RunFold();
    story.events.forEach(fold::apply);
    ExecutionSummary summary = fold.summary("w", "r", 0);
    assertThat(summary.taskList()).isEqualTo(list);
    assertThat(summary.movesTo()).isEqualTo(next);
  }

  /** What a page holds of a timeline. */
  private static final class Client {
    private final List<TreeMap<Integer, List<Object>>> blocks =
        List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    private List<Object> head = List.of();
    long lastEventId;

    static Client of(Timeline timeline) {
      Client client = new Client();
      client.take(timeline);
      return client;
    }

    void take(Timeline t) {
      lastEventId = t.lastEventId();
      head =
          Arrays.asList(
              t.lastEventId(), t.startedAt(), t.closedAt(), t.status(), t.sumOfTaskMillis());
      block(0, t.calls(), t.calls().index());
      block(1, t.barriers(), t.barriers().index());
      block(2, t.rounds(), t.rounds().index());
      block(3, t.marks(), t.marks().index());
    }

    private void block(int number, Record columns, List<Integer> index) {
      for (int i = 0; i < index.size(); i++) {
        List<Object> row = new ArrayList<>();
        for (RecordComponent column : columns.getClass().getRecordComponents()) {
          row.add(((List<?>) value(columns, column)).get(i));
        }
        blocks.get(number).put(index.get(i), row);
      }
    }

    List<Object> rows() {
      return List.of(head, blocks);
    }
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tenThousandCallsCostTheSameEach() {
    RunFold fold = new RunFold();
    Story story = new Story();
    int calls = 10_000;
    List<CallRecord> pending = new ArrayList<>();
    for (int i = 1; i <= calls; i++) {
      pending.add(Story.call("T.work-" + i, List.of("T.load-1"), List.of(), "P.java:3"));
    }
    CallRecord load = Story.call("T.load-1", List.of(), List.of(), "P.java:2");
    story.round(pending, List.of()).schedule(load).start("T.load-1").complete("T.load-1");
    story.round(List.of(), List.of());
    pending.forEach(story::schedule);
    for (CallRecord call : pending) {
      story.start(call.call());
      story.after(1).complete(call.call());
    }
    long changed = 0;
    long last = 0;
    for (HistoryEvent event : story.events) {
      fold.apply(event);
      if (event.eventId() % 50 == 0) {
        Timeline delta = fold.timelineAfter(last);
        last = delta.lastEventId();
        changed += delta.calls().index().size() + delta.rounds().index().size();
      }
    }
    assertThat(changed).isLessThan(story.events.size() * 2L);
    assertThat(fold.timelineAfter(last).calls().index()).hasSizeLessThan(50);
    assertThat(fold.timelineAfter(fold.lastEventId()).calls().index()).isEmpty();
    ExecutionSummary summary = fold.summary("w", "r", 0);
    assertThat(summary.calls()).isEqualTo(calls + 1);
    assertThat(summary.callsDone()).isEqualTo(calls + 1);
    assertThat(summary.peakRunning()).isEqualTo(1);
    assertThat(summary.sumOfTaskMillis()).isEqualTo(calls);
    assertThat(fold.graph().edges()).hasSize(calls);
  }

  @Test
  void runningAttemptsCountUpToNow() {
    Story story = new Story();
    CallRecord call = Story.call("T.work-1", List.of(), List.of(), "P.java:3");
    story.round(List.of(), List.of()).schedule(call).start("T.work-1");
    long started = story.events.getLast().eventTimestamp().toEpochMilli();
    ExecutionSummary summary = story.fold().summary("w", "r", started + 70);
    assertThat(summary.sumOfTaskMillis()).isEqualTo(70);
    assertThat(summary.callsRunning()).isEqualTo(1);
    assertThat(story.fold().timeline().sumOfTaskMillis()).isZero();
  }

  @Test
  void aLabelGrowsWhenItsShortFormBecomesAmbiguous() {
    Story story = new Story();
    story.round(List.of(), List.of());
    story.schedule(Story.call("A.run-1", List.of(), List.of(), null));
    RunFold fold = story.fold();
    assertThat(fold.timeline().calls().label()).containsExactly("run-1");
    long before = fold.lastEventId();
    story.schedule(Story.call("B.run-1", List.of(), List.of(), null));
    story.schedule(Story.call("1.B.run-1", List.of(), List.of(), null));
    story.events.forEach(fold::apply);
    assertThat(fold.timelineAfter(before).calls().label())
        .containsExactly("A.run-1", "B.run-1", "1.B.run-1");
  }

  @Test
  void aDerivedPromiseOfVeryManyStaysANode() {
    List<String> parts = new ArrayList<>();
    Story story = new Story();
    List<CallRecord> records = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      parts.add("T.part-" + i);
      records.add(Story.call("T.part-" + i, List.of(), List.of(), null));
    }
    records.add(Story.call(NodeKind.DERIVED, "Flow.all-1", parts, List.of(), null));
    for (int i = 1; i <= 100; i++) {
      records.add(Story.call("T.use-" + i, List.of("Flow.all-1"), List.of(), null));
    }
    Graph graph = story.round(records, List.of()).fold().graph();
    assertThat(graph.nodes()).hasSize(201);
    assertThat(graph.edges()).hasSize(200);
  }

  @Test
  void aRecordThatGoesOnInMarkersIsPutTogether() {
    Random random = new Random(1);
    List<String> on = new ArrayList<>();
    List<CallRecord> calls = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      on.add("T.part-" + i * 2);
      calls.add(
          Story.call("T.part-" + i * 2, List.of("T.z-" + random.nextInt(99)), List.of(), null));
    }
    Story story = new Story().round(calls, List.of(Story.stands("get-1", "", on, "P:1")));
    assertThat(story.events.size()).isGreaterThan(5);
    RunFold fold = story.fold();
    assertThat(fold.timeline().barriers().on().getFirst()).isEqualTo(on);
    assertThat(fold.timeline().calls().id()).isEqualTo(on);
    assertThat(fold.rounds().rounds().getFirst().cut()).isFalse();
  }

  @Test
  void aDerivedPromiseThatIsNamedLaterDoesNotMoveItsBranch() {
    CallRecord a = Story.call("T.a-1", List.of(), List.of(), null);
    CallRecord first =
        Story.call(NodeKind.DERIVED, "Flow.first-1", List.of("T.a-1"), List.of(), null);
    CallRecord paid = Story.call(NodeKind.SIGNAL, "Flow.signal.paid-1", List.of(), List.of(), null);
    Story story = new Story();
    story.round(List.of(), List.of(Story.stands("get-1", "", List.of("T.a-1"), "P:1"))).schedule(a);
    List<String> both = List.of("Flow.first-1", "Flow.signal.paid-1");
    story.round(List.of(first, paid), List.of(Story.stands("1.get-1", "1", both, "P:2")));
    RunFold fold = story.fold();
    assertThat(fold.timeline().barriers().passedAt()).containsExactly(null, null);
    assertThat(fold.summary("w", "r", 0).waitingForSignals()).containsExactly("paid");
  }

  @Test
  void aSignalThatOnlyACallNeedsIsWaitedForToo() {
    CallRecord paid = Story.call(NodeKind.SIGNAL, "Flow.signal.paid-1", List.of(), List.of(), null);
    CallRecord unused =
        Story.call(NodeKind.SIGNAL, "Flow.signal.unused-1", List.of(), List.of(), null);
    CallRecord ship = Story.call("T.ship-1", List.of("Flow.signal.paid-1"), List.of(), null);
    Story story = new Story();
    story.round(List.of(paid, unused, ship), List.of());
    assertThat(story.fold().summary("w", "r", 0).waitingForSignals()).containsExactly("paid");
  }

  @Test
  void oddContentIsNeverAnError() {
    Class<?>[] types = Event.class.getPermittedSubclasses();
    Random random = new Random(5);
    List<HistoryEvent> told = new RandomStory(random).tell(100).events;
    for (int n = 0; n < 300; n++) {
      RunFold fold = new RunFold();
      long id = 0;
      for (int i = 0; i < 80; i++) {
        Event event =
            random.nextBoolean()
                ? told.get(random.nextInt(told.size())).event()
                : odd(types[random.nextInt(types.length)], random);
        id += 1 + random.nextInt(2);
        Instant at = random.nextInt(9) == 0 ? null : Instant.ofEpochMilli(random.nextInt(9_999));
        fold.apply(new HistoryEvent(at, id, event));
      }
      fold.timeline();
      fold.timelineAfter(40);
      fold.graph();
      fold.rounds();
      fold.summary("w", "r", 7);
    }
  }

  private static Event odd(Class<?> type, Random random) {
    Function<Class<?>, Object> any =
        c ->
            c == long.class || (c == Long.class && random.nextBoolean())
                ? (Object) (long) random.nextInt(60)
                : c == String.class && random.nextBoolean()
                    ? List.of(
                            "x",
                            "",
                            "{\"fs\":1,\"c\":\"a-1\",\"d\":[\"a-1\",\"b-2\"]}",
                            "flowscope.more")
                        .get(random.nextInt(4))
                    : null;
    try {
      Constructor<?> constructor = type.getDeclaredConstructors()[0];
      return (Event)
          constructor.newInstance(
              Arrays.stream(constructor.getParameterTypes()).map(any).toArray());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
