package io.flowscope.demos;

import io.flowscope.Catalogue;
import io.flowscope.Flow;
import io.flowscope.WorkflowJar;
import io.flowscope.demos.chapters.ChapterByChapter;
import io.flowscope.demos.chapters.ChapterTasks;
import io.flowscope.demos.chapters.SlowReader;
import io.flowscope.demos.chapters.ThumbnailsAsFound;
import io.flowscope.demos.load.Chain;
import io.flowscope.demos.load.Deep;
import io.flowscope.demos.load.Diamond;
import io.flowscope.demos.load.FanOut;
import io.flowscope.demos.load.FourTasks;
import io.flowscope.demos.load.Idle;
import io.flowscope.demos.load.LoadTasks;
import io.flowscope.demos.load.Wide;
import io.flowscope.demos.pirates.BuildPirateBusiness;
import io.flowscope.demos.pirates.Captain;
import io.flowscope.demos.pirates.Crew;
import io.flowscope.demos.pirates.PirateTasks;
import io.flowscope.demos.python.DescribeInPython;
import io.flowscope.demos.python.Describing;
import io.flowscope.demos.python.Measurements;
import io.flowscope.demos.python.Meter;
import io.flowscope.demos.python.Statistics;
import io.flowscope.demos.reduce.AddNumbers;
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
import io.flowscope.demos.squares.TwoSquares;
import io.flowscope.demos.squares.TwoSquaresInBranches;
import io.flowscope.demos.squares.TwoSquaresInSubworkflows;
import io.flowscope.demos.video.Ffmpeg;
import io.flowscope.demos.video.ProcessVideo;
import io.flowscope.demos.video.VideoProcessing;
import io.flowscope.demos.video.VideoTasks;

/**
 * The workflows that come with Flowscope. Each shows one idea; none touches a file or a network.
 */
public final class DemoJar implements WorkflowJar {
  private final Pause pause;

  /** The demos as they ship: their tasks take as long as they say. */
  public DemoJar() {
    this(Pause.REAL);
  }

  /** With another notion of time, for tests. */
  public DemoJar(Pause pause) {
    this.pause = pause;
  }

  @Override
  public void fill(Catalogue catalogue) {
    catalogue.tasks(VideoTasks.class, () -> new Ffmpeg(pause));
    catalogue.workflow(
        VideoProcessing.class, stubs -> new ProcessVideo(stubs.of(VideoTasks.class)));

    catalogue.tasks(ChapterTasks.class, () -> new SlowReader(pause));
    catalogue.workflow(
        ChapterByChapter.class,
        stubs -> new ThumbnailsAsFound(stubs.of(ChapterTasks.class), stubs.of(Flow.class)));

    catalogue.tasks(SquareTasks.class, () -> new Calculator(pause));
    catalogue.workflow(
        TwoSquares.class, stubs -> new SquaresWithBarrier(stubs.of(SquareTasks.class)));
    catalogue.workflow(
        TwoSquaresInBranches.class,
        stubs -> new SquaresWithBranches(stubs.of(SquareTasks.class), stubs.of(Flow.class)));
    catalogue.workflow(
        OneSquare.class, stubs -> new SquareAtLeastHundred(stubs.of(SquareTasks.class)));
    catalogue.workflow(
        TwoSquaresInSubworkflows.class,
        stubs ->
            new SquaresWithSubworkflows(stubs.of(OneSquare.class), stubs.of(SquareTasks.class)));

    catalogue.tasks(PirateTasks.class, () -> new Crew(pause));
    catalogue.workflow(
        Captain.class,
        stubs -> new BuildPirateBusiness(stubs.of(PirateTasks.class), stubs.of(Flow.class)));

    catalogue.tasks(NumberTasks.class, () -> new Adder(pause));
    catalogue.workflow(AddNumbers.class, stubs -> new ParallelSum(stubs.of(NumberTasks.class)));

    catalogue.tasks(Measurements.class, Meter::new);
    catalogue.tasks(Statistics.class);
    catalogue.workflow(
        Describing.class,
        stubs -> new DescribeInPython(stubs.of(Measurements.class), stubs.of(Statistics.class)));

    catalogue.tasks(LoadTasks.class, Idle::new);
    catalogue.workflow(Wide.class, stubs -> new FanOut(stubs.of(LoadTasks.class)));
    catalogue.workflow(Deep.class, stubs -> new Chain(stubs.of(LoadTasks.class)));
    catalogue.workflow(Diamond.class, stubs -> new FourTasks(stubs.of(LoadTasks.class)));
  }
}
