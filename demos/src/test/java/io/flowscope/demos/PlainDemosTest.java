package io.flowscope.demos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.Flow;
import io.flowscope.Inline;
import io.flowscope.TaskFailed;
import io.flowscope.demos.chapters.ChapterTasks;
import io.flowscope.demos.chapters.SlowReader;
import io.flowscope.demos.chapters.ThumbnailsAsFound;
import io.flowscope.demos.pirates.BuildPirateBusiness;
import io.flowscope.demos.pirates.Crew;
import io.flowscope.demos.pirates.PirateTasks;
import io.flowscope.demos.reduce.Adder;
import io.flowscope.demos.reduce.NumberTasks;
import io.flowscope.demos.reduce.ParallelSum;
import io.flowscope.demos.squares.Calculator;
import io.flowscope.demos.squares.OneSquare;
import io.flowscope.demos.squares.SquareAtLeastHundred;
import io.flowscope.demos.squares.SquareTasks;
import io.flowscope.demos.squares.SquaresWithBarrier;
import io.flowscope.demos.squares.SquaresWithBranches;
import io.flowscope.demos.squares.SquaresWithSubworkflows;
import io.flowscope.demos.video.Ffmpeg;
import io.flowscope.demos.video.ProcessVideo;
import io.flowscope.demos.video.VideoTasks;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every demo as plain Java: the same classes, one task after another. */
class PlainDemosTest {
  private static final URI VIDEO = URI.create("s3://talks/europython-2015.mp4");
  private static final URI SUBTITLE = URI.create("s3://talks/europython-2015.srt");

  private final List<Duration> pauses = new ArrayList<>();
  private final Pause pause = pauses::add;

  @Test
  void video_makes_as_many_thumbnails_as_there_are_chapters() {
    var report =
        new ProcessVideo(Inline.of(VideoTasks.class, new Ffmpeg(pause)))
            .process(VIDEO, SUBTITLE)
            .get();

    assertThat(report.thumbnails()).hasSize(10);
    assertThat(report.webm().get().format()).isEqualTo("WEBM");
    assertThat(report.ads().get().tags()).contains("workflows");
  }

  @Test
  void video_takes_ten_seconds_one_task_after_another() {
    new ProcessVideo(Inline.of(VideoTasks.class, new Ffmpeg(pause))).process(VIDEO, SUBTITLE);

    long total = pauses.stream().mapToLong(Duration::toMillis).sum();
    assertThat(total).isBetween(10_000L, 10_100L);
  }

  @Test
  void chapters_are_followed_to_the_last_one() {
    var tasks = Inline.of(ChapterTasks.class, new SlowReader(pause));

    var album = new ThumbnailsAsFound(tasks, Flow.inline()).thumbnails(VIDEO).get();

    assertThat(album.pictures().get()).hasSize(5);
  }

  @Test
  void squares_give_the_same_sum_in_all_three_forms() {
    var tasks = Inline.of(SquareTasks.class, new Calculator(pause));
    var one = Inline.of(OneSquare.class, new SquareAtLeastHundred(tasks));

    assertThat(new SquaresWithBarrier(tasks).add(5, 12).get()).isEqualTo(125 + 144);
    assertThat(new SquaresWithBranches(tasks, Flow.inline()).add(5, 12).get()).isEqualTo(125 + 144);
    assertThat(new SquaresWithSubworkflows(one, tasks).add(5, 12).get()).isEqualTo(125 + 144);
  }

  @Test
  void rich_pirates_build_their_ship() {
    var tasks = Inline.of(PirateTasks.class, new Crew(pause));

    var business = new BuildPirateBusiness(tasks, Flow.inline()).build(9_000).get();

    assertThat(business.ship().get().stolen()).isFalse();
    assertThat(business.crew().get()).isEqualTo(222);
  }

  @Test
  void poor_pirates_wait_for_a_signal_that_plain_java_cannot_give() {
    var tasks = Inline.of(PirateTasks.class, new Crew(pause));

    var business = new BuildPirateBusiness(tasks, Flow.inline()).build(536).get();

    assertThatThrownBy(() -> business.crew().get())
        .isInstanceOf(TaskFailed.class)
        .hasMessageContaining("shipFound");
  }

  @Test
  void sum_is_that_of_all_numbers() {
    var tasks = Inline.of(NumberTasks.class, new Adder(pause));

    assertThat(new ParallelSum(tasks).add(10).get()).isEqualTo(55);
  }
}
