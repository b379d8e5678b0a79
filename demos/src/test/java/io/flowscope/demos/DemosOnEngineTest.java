package io.flowscope.demos;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.demos.video.Format;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.testing.TestConfig;
import io.flowscope.testing.TestEngine;
import io.flowscope.testing.TestRun;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every demo on the engine, with the durations of its tasks in virtual time. */
class DemosOnEngineTest {
  private static final URI VIDEO = URI.create("s3://talks/europython-2015.mp4");
  private static final URI SUBTITLE = URI.create("s3://talks/europython-2015.srt");

  private static void demo(
      UnaryOperator<TestConfig> durations,
      BiConsumer<TestEngine, TestRun> check,
      String workflow,
      Object... arguments) {
    for (boolean cold : new boolean[] {false, true}) {
      TestConfig config = durations.apply(TestEngine.of(new DemoJar(Pause.NONE)));
      try (TestEngine engine = (cold ? config.coldInEveryRound() : config).start()) {
        TestRun run = engine.start(workflow, arguments);
        check.accept(engine, run);
      }
    }
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static Set<String> data(TestRun run) {
    return run.graph().edges().stream()
        .filter(edge -> edge.kind() == Graph.EdgeKind.DATA)
        .map(edge -> edge.from() + " > " + edge.to())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Graph.Node node(TestRun run, String id) {
    return run.graph().nodes().stream().filter(n -> n.id().equals(id)).findFirst().orElseThrow();
  }

  private static TestConfig video(TestConfig config) {
    TestConfig all =
        config
            .taking("VideoTasks.embedSubtitle", millis(650))
            .taking("VideoTasks.encode-1", millis(1300))
            .taking("VideoTasks.encode-2", millis(1200))
            .taking("VideoTasks.findChapters", millis(900))
            .taking("VideoTasks.targetAds", millis(700));
    for (int i = 1; i <= 10; i++) {
      all = all.taking("VideoTasks.thumbnail-" + i, millis(475 + 10 * i));
    }
    return all;
  }

  @Test
  void the_video_takes_as_long_as_its_longest_chain() {
    demo(
        DemosOnEngineTest::video,
        (engine, run) -> {
          assertThat((Map<?, ?>) run.result(Map.class))
              .extracting("webm")
              .extracting("format")
              .isEqualTo(Format.WEBM.name());
          assertThat(run.summary().wallMillis()).isEqualTo(1_950);
          assertThat(run.summary().sumOfTaskMillis()).isEqualTo(10_050);
          assertThat(run.summary().peakRunning()).isEqualTo(12);
          assertThat(data(run))
              .containsExactly(
                  "VideoTasks.embedSubtitle-1 > VideoTasks.encode-1",
                  "VideoTasks.embedSubtitle-1 > VideoTasks.encode-2");
          assertThat(run.graph().edges())
              .contains(
                  new Graph.Edge("VideoTasks.findChapters-1", "get-1", Graph.EdgeKind.CONTROL),
                  new Graph.Edge("get-1", "VideoTasks.thumbnail-10", Graph.EdgeKind.CONTROL));
        },
        "ProcessVideo",
        VIDEO,
        SUBTITLE);
  }

  @Test
  void thumbnails_start_while_chapters_are_still_being_found() {
    demo(
        config ->
            config
                .taking("ChapterTasks.findChapter", millis(300))
                .taking("ChapterTasks.thumbnail", millis(700)),
        (engine, run) -> {
          assertThat(run.resultJson()).contains("?second=60").contains("?second=300");
          long lastChapter = node(run, "1.ChapterTasks.findChapter-6").closedAt();
          assertThat(node(run, "1.ChapterTasks.thumbnail-1").startedAt())
              .isEqualTo(node(run, "1.ChapterTasks.findChapter-1").closedAt())
              .isLessThan(lastChapter);
          assertThat(node(run, "1.ChapterTasks.thumbnail-4").startedAt()).isLessThan(lastChapter);
          // The last chapter is known after 1.5 s; its thumbnail ends the run.
          assertThat(run.summary().wallMillis()).isEqualTo(2_200);
          assertThat(run.summary().sumOfTaskMillis()).isEqualTo(6 * 300 + 5 * 700);
          assertThat(run.rounds().rounds().getFirst().result()).isNotEmpty();
        },
        "ThumbnailsAsFound",
        VIDEO);
  }

  private static TestConfig squares(TestConfig config) {
    return config
        .taking("SquareTasks.square-1", millis(300))
        .taking("SquareTasks.square-2", millis(900))
        .taking("1.SquareTasks.square-1", millis(300))
        .taking("2.SquareTasks.square-1", millis(900))
        .taking("SquareTasks.sum", millis(400));
  }

  @Test
  void the_barrier_of_the_squares_is_cured_by_branches_and_by_sub_workflows() {
    demo(
        DemosOnEngineTest::squares,
        (engine, run) -> {
          assertThat(run.resultJson()).isEqualTo("" + (125 + 144));
          assertThat(data(run))
              .containsExactly(
                  "SquareTasks.square-1 > SquareTasks.sum-1",
                  "SquareTasks.square-2 > SquareTasks.sum-2",
                  "SquareTasks.sum-1 > SquareTasks.sum-2");
        },
        "SquaresWithBarrier",
        5,
        12);
    demo(
        DemosOnEngineTest::squares,
        (engine, run) -> {
          assertThat(run.resultJson()).isEqualTo("" + (125 + 144));
          assertThat(run.summary().wallMillis()).isEqualTo(1_300);
          assertThat(data(run))
              .containsExactly(
                  "1.SquareTasks.square-1 > 1.SquareTasks.sum-1",
                  "1.SquareTasks.sum-1 > SquareTasks.sum-1",
                  "2.SquareTasks.square-1 > SquareTasks.sum-1");
        },
        "SquaresWithBranches",
        5,
        12);
    demo(
        DemosOnEngineTest::squares,
        (engine, run) -> {
          assertThat(run.resultJson()).isEqualTo("" + (125 + 144));
          assertThat(data(run))
              .containsExactly(
                  "OneSquare.squareAtLeastHundred-1 > SquareTasks.sum-1",
                  "OneSquare.squareAtLeastHundred-2 > SquareTasks.sum-1");
          assertThat(node(run, "OneSquare.squareAtLeastHundred-1").kind())
              .isEqualTo(NodeKind.WORKFLOW);
        },
        "SquaresWithSubworkflows",
        5,
        12);
  }

  @Test
  void pirates_wait_for_a_ship_to_steal() {
    demo(
        config -> config.taking("PirateTasks.raiseMoney", millis(400)),
        (engine, run) -> {
          engine.pass(Duration.ofSeconds(30));
          assertThat(run.open()).isTrue();
          assertThat(run.summary().waitingForSignals()).containsExactly("shipFound");
          assertThat(data(run))
              .contains("Flow.signal.shipFound-1 > PirateTasks.stealBoat-1")
              .contains("PirateTasks.stealBoat-1 > PirateTasks.findCrew-1");
          run.signal("shipFound", Map.of("ship", "Interceptor", "harbour", "Port Royal"));
          assertThat(run.resultJson()).contains("Interceptor").contains("96");
        },
        "BuildPirateBusiness",
        536);
    demo(
        config -> config.taking("PirateTasks.raiseMoney", millis(400)),
        (engine, run) -> assertThat(run.resultJson()).contains("Black Pearl"),
        "BuildPirateBusiness",
        9_000);
  }

  @Test
  void sums_are_added_as_their_parts_come() {
    demo(
        config -> {
          TestConfig all = config.taking("NumberTasks.add", millis(200));
          for (int i = 1; i <= 10; i++) {
            all = all.taking("NumberTasks.fetch-" + i, millis(150 + i * 37L % 400));
          }
          return all;
        },
        (engine, run) -> {
          assertThat(run.resultJson()).isEqualTo("55");
          Set<String> edges = data(run);
          assertThat(edges).hasSize(18);
          for (int i = 1; i <= 9; i++) {
            String end = " > NumberTasks.add-" + i;
            assertThat(edges.stream().filter(edge -> edge.endsWith(end))).hasSize(2);
          }
          assertThat(run.events(Event.ActivityTaskScheduled.class)).hasSize(19);
          assertThat(run.summary().wallMillis()).isLessThan(1_300);
        },
        "ParallelSum",
        10);
  }

  private static TestConfig load(TestConfig config) {
    return config
        .taking("LoadTasks.step", millis(100))
        .taking("LoadTasks.next", millis(100))
        .taking("LoadTasks.sum", millis(100));
  }

  @Test
  void the_shapes_of_load_take_as_long_as_they_are_deep() {
    demo(
        DemosOnEngineTest::load,
        (engine, run) -> {
          assertThat(run.resultJson()).startsWith("[0,1,2,").endsWith(",39]");
          assertThat(run.duration()).isEqualTo(millis(100));
          assertThat(data(run)).isEmpty();
        },
        "FanOut",
        40);
    demo(
        DemosOnEngineTest::load,
        (engine, run) -> {
          assertThat(run.resultJson()).isEqualTo("39");
          assertThat(run.duration()).isEqualTo(millis(4_000));
          assertThat(data(run)).hasSize(39);
        },
        "Chain",
        40);
    demo(
        DemosOnEngineTest::load,
        (engine, run) -> {
          assertThat(run.resultJson()).isEqualTo("16");
          assertThat(run.duration()).isEqualTo(millis(300));
          assertThat(run.tasks())
              .containsExactly(
                  "LoadTasks.step-1", "LoadTasks.next-1", "LoadTasks.next-2", "LoadTasks.sum-1");
        },
        "FourTasks",
        7);
  }
}
