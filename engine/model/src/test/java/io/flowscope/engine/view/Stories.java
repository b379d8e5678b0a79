package io.flowscope.engine.view;

import static io.flowscope.engine.view.Story.attempt;
import static io.flowscope.engine.view.Story.call;
import static io.flowscope.engine.view.Story.stands;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The histories whose folds are compared with golden files. */
final class Stories {
  private Stories() {}

  static Map<String, Story> all() {
    Map<String, Story> stories = new LinkedHashMap<>();
    stories.put("video", video());
    stories.put("retry", retry());
    stories.put("branches", branches());
    stories.put("foreign", foreign());
    stories.put("stopped", stopped());
    return stories;
  }

  /** The talk's workflow: two encodes behind a subtitle, thumbnails behind a barrier. */
  static Story video() {
    String p = "ProcessVideo.java:";
    String embed = "VideoTasks.embedSubtitle-1";
    String chapters = "VideoTasks.findChapters-1";
    CallRecord webm = call("VideoTasks.encode-1", List.of(embed), List.of(), p + 21);
    CallRecord mpeg = call("VideoTasks.encode-2", List.of(embed), List.of(), p + 22);
    CallRecord thumb1 = call("VideoTasks.thumbnail-1", List.of(), List.of("get-1"), p + 26);
    CallRecord thumb2 = call("VideoTasks.thumbnail-2", List.of(), List.of("get-1"), p + 26);
    Story story = new Story();
    story
        .round(List.of(webm, mpeg), List.of(stands("get-1", "", List.of(chapters), p + 25)))
        .schedule(call(embed, List.of(), List.of(), p + 20))
        .schedule(call("VideoTasks.targetAds-1", List.of(), List.of(), p + 23))
        .schedule(call(chapters, List.of(), List.of(), p + 24));
    story.after(5).start(embed).after(1).start("VideoTasks.targetAds-1").start(chapters);
    story.after(300).complete("VideoTasks.targetAds-1");
    story.round(List.of(), List.of()).after(200).complete(embed);
    story.round(List.of(), List.of()).schedule(webm).schedule(mpeg);
    story.after(3).start("VideoTasks.encode-1").start("VideoTasks.encode-2");
    story.after(100).complete(chapters);
    story
        .round(
            new RoundRecord(
                List.of(),
                List.of(),
                List.of(),
                List.of(""),
                List.of(
                    "VideoTasks.encode-1",
                    "VideoTasks.encode-2",
                    "VideoTasks.thumbnail-1",
                    "VideoTasks.thumbnail-2"),
                null,
                new RoundRecord.Run(true, 900, "worker-1"),
                false))
        .schedule(thumb1)
        .schedule(thumb2);
    story.after(4).start("VideoTasks.thumbnail-1").start("VideoTasks.thumbnail-2").after(150);
    story.complete("VideoTasks.thumbnail-1").complete("VideoTasks.thumbnail-2");
    story.round(List.of(), List.of()).after(400).complete("VideoTasks.encode-1");
    story.after(20).complete("VideoTasks.encode-2");
    return story.round(List.of(), List.of()).completed("{\"ok\":true}");
  }

  /** An attempt fails, a pause, the worker of the second is lost, the third succeeds. */
  static Story retry() {
    CallRecord encode = call("VideoTasks.encode-1", List.of(), List.of(), "P.java:7");
    RoundRecord.Wait wait = stands("get-1", "", List.of(encode.call()), "P.java:8");
    Story story = new Story().round(List.of(), List.of(wait)).schedule(encode);
    story.after(10).start(encode.call()).after(180).fail(encode.call(), "moov atom\nnot found");
    CallRecord second = attempt(encode, 2, NodeKind.ACTIVITY);
    String delay = RecordCodec.writeCall(attempt(encode, 2, NodeKind.DELAY));
    story.round(List.of(), List.of()).timer("VideoTasks.encode-1.2.delay", delay, 1);
    story.after(1000).fire("VideoTasks.encode-1.2.delay");
    story.round(List.of(), List.of()).schedule(second).after(2);
    story.start("VideoTasks.encode-1.2").after(50);
    story.timeOut("VideoTasks.encode-1.2", "worker lost");
    story.round(List.of(), List.of()).schedule(attempt(encode, 3, NodeKind.ACTIVITY));
    story.after(2).start("VideoTasks.encode-1.3").after(200).complete("VideoTasks.encode-1.3");
    return story.round(List.of(), List.of(), "").completed("1");
  }

  /** Branches, a race of a signal and a timer, a child, a marker; open at the end. */
  static Story branches() {
    CallRecord load = call("Shop.load-1", List.of(), List.of(), "S.java:3");
    CallRecord inner = call("1.Shop.load-1", List.of(), List.of(), "S.java:5");
    CallRecord pack = call("1.Shop.pack-1", List.of(), List.of("1.get-1"), "S.java:6");
    CallRecord sleep = call(NodeKind.TIMER, "Flow.sleep-1", List.of(), List.of(), "S.java:8");
    CallRecord paid = call(NodeKind.SIGNAL, "Flow.signal.paid-1", List.of(), List.of(), "S.java:9");
    CallRecord first =
        call(NodeKind.DERIVED, "Flow.first-1", List.of(paid.call(), sleep.call()), List.of(), null);
    CallRecord ship = call("Shop.ship-1", List.of("Flow.first-1", load.call()), List.of(), "S:11");
    CallRecord child = call(NodeKind.WORKFLOW, "Invoice-1", List.of(), List.of("get-1"), "S:12");
    Story story = new Story();
    story
        .round(
            List.of(paid, first, ship),
            List.of(
                stands("1.get-1", "1", List.of(inner.call()), "S.java:5"),
                stands("get-1", "", List.of("Flow.first-1"), "S.java:10")))
        .schedule(load)
        .schedule(inner)
        .timer("Flow.sleep-1", RecordCodec.writeCall(sleep), 60)
        .marker("note", "{}");
    story.after(5).start(load.call()).start(inner.call()).after(40).complete(load.call());
    story.after(10).complete(inner.call()).after(30).signal("paid");
    RoundRecord taken =
        new RoundRecord(
            List.of(),
            List.of(new RoundRecord.Resolved(paid.call(), NodeState.COMPLETED)),
            List.of(stands("get-2", "", List.of(child.call()), "S.java:13")),
            List.of(),
            null,
            null,
            null,
            false);
    story.round(taken).schedule(pack).schedule(ship).child("r1.Invoice-1", child);
    story.after(3).childStarted("r1.Invoice-1").start(pack.call());
    return story.round(List.of(), List.of()).after(70).complete(pack.call());
  }

  /** A decider that records nothing. */
  static Story foreign() {
    Story story = new Story().decision().decided(null);
    story.schedule("1", "Shop.reserve", null).schedule("2", "Shop.charge", "my own text");
    story.after(4).start("1").start("2").after(60).complete("1").after(5).complete("2");
    story.signal("go").decision().decided("{\"state\":2}");
    story.schedule("3", "Shop.ship", null).timer("wait", null, 30).after(2).start("3");
    story.after(20).fail("3", "no stock").decision().decided("state 3");
    story.schedule("3", "Shop.ship", "{\"fs\":1,\"c\":7}").after(3).start("3");
    return story.after(40).complete("3").fire("wait").decision().decided("").completed(null);
  }

  /** A decision that was stopped, then one that fits. */
  static Story stopped() {
    CallRecord encode = call("VideoTasks.encode-1", List.of(), List.of(), "P.java:7");
    Story story = new Story();
    RoundRecord.Wait wait = stands("get-1", "", List.of(encode.call()), "P.java:8");
    story.round(List.of(), List.of(wait)).schedule(encode).after(2).start(encode.call());
    story.after(90).complete(encode.call());
    story.round(
        new RoundRecord(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            new RoundRecord.Stopped(
                "history has encode-1, the code now calls thumbnail-1", "P.java:7"),
            null,
            false));
    story.after(9).signal("flowscope.wake");
    return story.round(List.of(), List.of(), "").completed("1");
  }
}
