package io.flowscope.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final int MAX = RecordCodec.MAX_CHARS;

  private static CallRecord call(String id, List<String> needs) {
    return new CallRecord(
        id, 1, NodeKind.ACTIVITY, Names.taskOf(id), needs, List.of(), "P.java:3", null);
  }

  private static RoundRecord calls(List<CallRecord> calls) {
    return new RoundRecord(calls, List.of(), List.of(), List.of(), null, null, null, false);
  }

  private static RoundRecord again(RoundRecord round, int max) {
    List<String> texts = RecordCodec.writeRound(round, max);
    assertThat(texts).allMatch(text -> text.length() <= max);
    assertThat(texts.size()).isLessThanOrEqualTo(1 + RecordCodec.MAX_MARKERS);
    return RecordCodec.readRound(texts.getFirst(), texts.subList(1, texts.size())).orElseThrow();
  }

  private static List<String> ids(String stem, int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> stem + "-" + i).toList();
  }

  @Test
  void aCallIsWrittenCompactly() {
    CallRecord call =
        new CallRecord(
            "VideoTasks.encode-2",
            1,
            NodeKind.ACTIVITY,
            "VideoTasks.encode",
            List.of("VideoTasks.embedSubtitle-1"),
            List.of("get-1"),
            "ProcessVideo.java:33",
            null);
    assertThat(RecordCodec.writeCall(call))
        .isEqualTo(
            "{\"c\":\"VideoTasks.encode-2\",\"at\":\"ProcessVideo.java:33\",\"fs\":1,"
                + "\"d\":[\"VideoTasks.embedSubtitle-1\"],\"a\":[\"get-1\"]}");
    assertThat(RecordCodec.readCall(RecordCodec.writeCall(call))).contains(call);
  }

  @Test
  void everyMemberOfACallSurvives() {
    for (NodeKind kind : NodeKind.values()) {
      CallRecord call =
          new CallRecord(
              "1.2.T.a-7",
              3,
              kind,
              "other",
              List.of("=x-1..3", "+y-1", "==", "T.a-08", "", "x-1", "x-2", "x-4", "z-3..1"),
              List.of("1.2.get-1", "1.2.get-2"),
              "a\"\\\n\u007f\ud800:1",
              "Encode \ud83d\ude00");
      assertThat(RecordCodec.readCall(RecordCodec.writeCall(call))).contains(call);
    }
  }

  @Test
  void twentyThousandPromisesAsOneArgumentAreOneRange() {
    CallRecord call = call("T.join-1", ids("T.part", 1, 20_000));
    assertThat(RecordCodec.writeCall(call)).hasSizeLessThan(100);
    assertThat(RecordCodec.readCall(RecordCodec.writeCall(call))).contains(call);
  }

  @Test
  void needsThatDoNotFitAreLeftOut() {
    List<String> scattered = IntStream.range(0, 20_000).mapToObj(i -> "T.part-" + 2 * i).toList();
    String text = RecordCodec.writeCall(call("T.join-1", scattered));
    assertThat(text.length()).isBetween(MAX * 2 / 3, MAX);
    List<String> read = RecordCodec.readCall(text).orElseThrow().needs();
    assertThat(read).isEqualTo(scattered.subList(0, read.size()));
  }

  @Test
  void twentyThousandPendingCallsAreOneGroup() {
    List<CallRecord> pending = new ArrayList<>();
    for (int i = 1; i <= 20_000; i++) {
      pending.add(call("1.T.encode-" + i, List.of("T.load-1", "T.cut-" + (i + 4))));
    }
    RoundRecord round = calls(pending);
    List<String> texts = RecordCodec.writeRound(round, MAX);
    assertThat(texts).hasSize(1);
    assertThat(texts.getFirst()).hasSizeLessThan(150);
    assertThat(again(round, MAX)).isEqualTo(round);
  }

  @Test
  void callsThatTakeTurnsAreGroupsToo() {
    List<CallRecord> pending = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      pending.add(call("T.a-" + i, List.of("T.load-" + i)));
      pending.add(call("T.b-" + i, List.of("T.a-" + i)));
    }
    RoundRecord round = calls(pending);
    assertThat(RecordCodec.writeRound(round, MAX).getFirst()).hasSizeLessThan(250);
    assertThat(again(round, MAX)).isEqualTo(round);
  }

  @Test
  void everyMemberOfARoundSurvives() {
    RoundRecord round =
        new RoundRecord(
            List.of(call("T.a-1", List.of("T.b-1"))),
            List.of(
                new RoundRecord.Resolved("T.c-1", NodeState.FAILED),
                new RoundRecord.Resolved("T.c-2", NodeState.FAILED),
                new RoundRecord.Resolved("T.d-1", NodeState.TIMED_OUT)),
            List.of(
                new RoundRecord.Wait("get-1", "", List.of("T.a-1"), List.of(), "P.java:2", "run"),
                new RoundRecord.Wait("1.get-4", "1", List.of(), List.of("1.get-3"), null, null)),
            List.of("1", "1.2"),
            List.of(),
            new RoundRecord.Stopped("history has encode-2", "P.java:31"),
            new RoundRecord.Run(true, 1234, "worker 7"),
            true);
    assertThat(again(round, MAX)).isEqualTo(round);
  }

  @Test
  void whatDoesNotFitGoesToMarkersAndThenIsCut() {
    Random random = new Random(7);
    List<String> all = new ArrayList<>(ids("T.part", 1, 20_000));
    Collections.shuffle(all, random);
    for (int size : new int[] {10, 2_000, 20_000}) {
      List<String> on = all.subList(0, size);
      RoundRecord round =
          new RoundRecord(
              List.of(call("T.z-1", on.subList(0, size / 2))),
              List.of(),
              List.of(new RoundRecord.Wait("get-1", "", on, List.of(), null, null)),
              List.of(),
              null,
              null,
              null,
              false);
      RoundRecord read = again(round, MAX);
      if (size <= 2_000) {
        assertThat(read).isEqualTo(round);
      } else {
        assertThat(read.cut()).isTrue();
        List<String> some = read.waits().getFirst().on();
        assertThat(some).isEqualTo(on.subList(0, some.size()));
      }
      assertThat(again(round, 1_000)).isNotNull();
    }
  }

  @Test
  void randomRoundsSurvive() {
    Random random = new Random(42);
    for (int n = 0; n < 300; n++) {
      List<CallRecord> calls = new ArrayList<>();
      int[] counters = new int[4];
      for (int i = random.nextInt(40); i > 0; i--) {
        int stem = random.nextInt(4);
        List<String> needs = new ArrayList<>();
        for (int k = random.nextInt(4); k > 0; k--) {
          needs.add("T.n" + k + "-" + (random.nextBoolean() ? counters[stem] : random.nextInt(9)));
        }
        calls.add(call("T.s" + stem + "-" + ++counters[stem], needs));
      }
      assertThat(again(calls(calls), MAX)).isEqualTo(calls(calls));
    }
  }

  @Test
  void foreignTextIsEmptyAndNeverAnError() {
    List<String> foreign =
        List.of(
            "",
            "x",
            "{",
            "{\"fs\":1",
            "{\"fs\":1}",
            "{\"fs\":1,\"c\":7}",
            "{\"fs\":1,\"c\":\"a-1\",\"k\":\"nothing\"}",
            "{\"fs\":1,\"c\":\"a-1\",\"d\":[\"x-1..999999999\"]}",
            "{\"fs\":1,\"c\":\"a-1\",\"d\":[7]}",
            "[".repeat(5_000) + "\"fs\":1",
            "{\"fs\":1,\"c\":" + "[".repeat(5_000),
            "{\"fs\":2,\"c\":\"a-1\"}");
    for (String text : foreign) {
      assertThat(RecordCodec.readCall(text)).as(text).isEmpty();
    }
    assertThat(RecordCodec.readCall(null)).isEmpty();
    assertThat(RecordCodec.readRound(null, List.of())).isEmpty();
    assertThat(RecordCodec.readRound("{\"fs\":1,\"ended\":[\"1-1..999999999\"]}", List.of()))
        .isEmpty();
    assertThat(RecordCodec.readRound("{\"fs\":1}", List.of("x")).orElseThrow().cut()).isTrue();
  }

  @Test
  void damagedTextIsNeverAnError() {
    RoundRecord round =
        new RoundRecord(
            List.of(call("T.a-1", List.of("T.b-1", "T.b-2")), call("T.a-2", List.of("T.b-1"))),
            List.of(new RoundRecord.Resolved("T.c-1", NodeState.FAILED)),
            List.of(new RoundRecord.Wait("get-1", "", List.of("T.a-1"), List.of(), "P:2", "run")),
            List.of("1", "1.2"),
            List.of("T.a-1"),
            null,
            new RoundRecord.Run(true, 1234, "worker 7"),
            false);
    String text = RecordCodec.writeRound(round, MAX).getFirst();
    Random random = new Random(3);
    for (int n = 0; n < 20_000; n++) {
      StringBuilder damaged = new StringBuilder(text);
      for (int k = random.nextInt(3); k >= 0; k--) {
        int at = random.nextInt(damaged.length());
        damaged.setCharAt(at, "{}[]\",:+=.-019ax".charAt(random.nextInt(16)));
      }
      RecordCodec.readRound(damaged.toString(), List.of());
      RecordCodec.readCall(damaged.toString());
    }
  }

  @Test
  void placesBetweenThoseOfScheduledCallsAreKept() {
    List<CallRecord> calls = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      calls.add(call("T.a-" + i, List.of()));
      places.add(3 * i);
      calls.add(call("T.b-" + i, List.of()));
      places.add(3 * i + 1);
    }
    RoundRecord round =
        new RoundRecord(calls, places, List.of(), List.of(), List.of(), null, null, null, false);
    List<String> texts = RecordCodec.writeRound(round, RecordCodec.MAX_CHARS);
    assertThat(texts).singleElement().asString().hasSizeLessThan(200);
    assertThat(RecordCodec.readRound(texts.getFirst(), List.of())).contains(round);
  }
}
