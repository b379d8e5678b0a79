package io.flowscope.engine.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Many runs of the simulation, each on one thread. */
final class Campaign {
  private Campaign() {}

  /**
   * How one seed ended.
   *
   * @param fingerprint the same whenever the same seed does the same
   * @param failure null when nothing was wrong
   */
  record Result(long seed, Tally tally, long fingerprint, @Nullable Throwable failure) {
    /** What it did, in one line. */
    String floor() {
      return "Seed "
          + seed
          + ": "
          + tally.of("acknowledged")
          + " acknowledged, "
          + tally.all("event ")
          + " events, "
          + tally.all("read ")
          + " reads, "
          + tally.all("fault ")
          + " faults";
    }

    /** One line that says what to do to see it again. */
    String line() {
      return "Seed "
          + seed
          + " failed: "
          + String.valueOf(failure == null ? null : failure.getMessage())
              .lines()
              .findFirst()
              .orElse("")
          + " -- see it again: scripts/simulate --seed "
          + seed
          + " --trace";
    }
  }

  private static Result run(
      long seed, Path temp, @Nullable PrintStream out, @Nullable AtomicBoolean over) {
    Result result = run(seed, temp, out);
    if (over != null && result.failure() != null) {
      over.set(true);
    }
    return result;
  }

  /** Runs one seed. */
  static Result run(long seed, Path temp, @Nullable PrintStream out) {
    Trace trace = new Trace(out);
    Tally tally = new Tally();
    Throwable failure = null;
    try (Simulation simulation = new Simulation(seed, temp, trace)) {
      tally.add(simulation.run());
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    return new Result(seed, tally, trace.fingerprint(), failure);
  }

  /**
   * Runs many seeds; the results are in the order of the seeds.
   *
   * @param stop whether seeds that have not begun are left out once one has failed
   */
  static List<Result> run(List<Long> seeds, int threads, boolean stop) {
    Logger engine = (Logger) LoggerFactory.getLogger("io.flowscope.engine");
    Level before = engine.getLevel();
    // Failures of the store are part of the play, thousands of them.
    engine.setLevel(Level.OFF);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Path temp = Files.createTempDirectory("flowscope-simulation");
      List<Callable<Result>> tasks = new ArrayList<>();
      AtomicBoolean over = new AtomicBoolean();
      for (long seed : seeds) {
        tasks.add(() -> over.get() ? null : run(seed, temp, null, stop ? over : null));
      }
      List<Result> results = new ArrayList<>();
      for (Future<Result> future : executor.invokeAll(tasks)) {
        Result result = future.get();
        if (result != null) {
          results.add(result);
        }
      }
      // A run that failed may leave its database. What is named last is deleted first.
      try (Stream<Path> left = Files.walk(temp)) {
        left.sorted().map(Path::toFile).forEach(File::deleteOnExit);
      }
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The simulation was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
      engine.setLevel(before);
    }
  }
}
