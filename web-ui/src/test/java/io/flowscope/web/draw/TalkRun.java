package io.flowscope.web.draw;

import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.Timeline;
import io.flowscope.engine.view.Timeline.Attempt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The talk's video run, as it stood at any moment: 18 tasks, one barrier, one retry. */
final class TalkRun {
  static final long END = 2000;
  private static final long[] STARTS = {
    945, 950, 955, 955, 960, 960, 965, 965, 1335, 1375, 1395, 1405
  };
  private static final long[] LENGTHS = {
    380, 700, 410, 720, 435, 740, 420, 760, 360, 345, 360, 360
  };
  private static final long[] ROUNDS = {
    0, 695, 905, 1145, 1245, 1325, 1365, 1395, 1400, 1650, 1675, 1695, 1720, 1725, 1755, 1765, 1775,
    1790, 1960, 1985
  };

  private TalkRun() {}

  static Timeline closed() {
    return at(END);
  }

  static Timeline at(long now) {
    TimelineBuilder b = new TimelineBuilder();
    String file = "ProcessVideo.java:";
    List<String> barrier = List.of("get-1");
    if (now >= 15) {
      call(b, now, "embedSubtitle-1", file + 20, 15, List.of(), List.of(), one(15, 55, 695));
      call(b, now, "findChapters-1", file + 21, 15, List.of(), List.of(), one(15, 55, 905));
      b.barrier(
          "get-1", file + 27, List.of("VideoTasks.findChapters-1"), 15, now < 905 ? null : 905L);
    }
    if (now >= 920) {
      for (int i = 0; i < STARTS.length; i++) {
        long[][] run = one(920, STARTS[i], STARTS[i] + LENGTHS[i]);
        call(b, now, "thumbnail-" + (i + 1), file + 29, 920, List.of(), barrier, run);
      }
      List<String> video = List.of("VideoTasks.embedSubtitle-1");
      call(b, now, "encode-1", file + 32, 920, video, barrier, one(920, 970, 1790));
      long[][] twice = {{920, 970, 1145}, {1255, 1310, 1775}};
      call(b, now, "encode-2", file + 33, 920, video, barrier, twice);
      List<String> both = List.of("VideoTasks.encode-1", "VideoTasks.encode-2");
      call(b, now, "manifest-1", file + 34, 920, both, barrier, one(1805, 1825, 1985));
      call(b, now, "targetAds-1", file + 35, 920, List.of(), barrier, one(920, 960, 1960));
    }
    for (long round : ROUNDS) {
      if (round < now) {
        b.round(round, Math.min(now, round + (round == 0 || round == 905 ? 15 : 8)));
      }
    }
    return now >= END
        ? b.build(ExecutionStatus.COMPLETED, END, 124)
        : b.build(ExecutionStatus.RUNNING, null, now / 20 + 1);
  }

  private static long[][] one(long scheduled, long started, long closed) {
    return new long[][] {{scheduled, started, closed}};
  }

  private static void call(
      TimelineBuilder b,
      long now,
      String name,
      String site,
      long called,
      List<String> needs,
      List<String> after,
      long[][] tries) {
    List<Attempt> attempts = new ArrayList<>();
    NodeState state = NodeState.PENDING;
    for (int i = 0; i < tries.length; i++) {
      if (tries[i][0] <= now) {
        Long started = since(tries[i][1], now);
        Long closed = since(tries[i][2], now);
        state =
            closed != null
                ? NodeState.COMPLETED
                : started != null ? NodeState.STARTED : NodeState.SCHEDULED;
        NodeState of = closed != null && i + 1 < tries.length ? NodeState.FAILED : state;
        attempts.add(TimelineBuilder.attempt(tries[i][0], started, closed, of));
        state = of == NodeState.FAILED ? NodeState.SCHEDULED : of;
      }
    }
    b.call("VideoTasks." + name, NodeKind.ACTIVITY, state, site, called, needs, after, attempts);
  }

  private static @Nullable Long since(long time, long now) {
    return time <= now ? (Long) time : null;
  }
}
