package io.flowscope.server.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Measures everything and writes the page about it; run it by {@code scripts/bench}. */
public final class Benchmarks {
  private static final String UNKNOWN = "unknown: 0";

  private Benchmarks() {}

  /**
   * Runs in the folder of the server's module.
   *
   * @param arguments the page to write, the demo jar, and {@code growth} where only that part of
   *     the page is to be measured anew
   */
  public static void main(String[] arguments) throws IOException {
    Path page = Path.of(arguments[0]);
    Path jar = Path.of(arguments[1]).toAbsolutePath().normalize();
    Path folder = Files.createTempDirectory("flowscope-bench");
    try {
      if (arguments.length > 2) {
        part(page, arguments[2], folder);
      } else {
        Files.writeString(page, all(folder, jar));
      }
      System.out.println("Written: " + page.toAbsolutePath().normalize());
    } finally {
      delete(folder);
    }
    System.exit(0);
  }

  private static void part(Path page, String name, Path folder) throws IOException {
    if (!name.equals("growth")) {
      throw new IllegalArgumentException("There is no part '" + name + "'; give growth, or none.");
    }
    double before = load();
    String commit = Commit.described();
    String section = growth(folder);
    String old = Files.readString(page);
    int begin = old.indexOf(GROWTH_TITLE) + GROWTH_TITLE.length();
    int end = old.indexOf("\n## ", begin);
    String measured =
        String.format(
            Locale.ROOT,
            "Measured by itself: %s; commit %s; load %.1f before, %.1f after.%n%n",
            LocalDate.now(ZoneOffset.UTC),
            commit,
            before,
            load());
    Files.writeString(page, old.substring(0, begin) + measured + section + old.substring(end));
  }

  private static String growth(Path folder) {
    Growth growth = new Growth(folder);
    String heap = growth.memory();
    return GROWTH + growth.report() + "\n" + heap;
  }

  private static String all(Path folder, Path jar) throws IOException {
    double loadBefore = load();
    String throughput;
    String wire;
    String memory;
    Pixels pixels = new Pixels();
    Starts starts = new Starts(folder, jar);
    String serve = starts.serve();
    String run = starts.run();
    try (Throughput loads = new Throughput(folder, jar)) {
      pixels.measure(loads.server());
      loads.measure();
      throughput = loads.report();
      wire = loads.wire();
      memory = Memory.report(loads.server());
    }
    String growth = growth(folder);
    String linear = new Linear().report();
    String crowd = Crowd.report(folder, jar);
    return head(loadBefore)
        + "\n## Throughput\n\n"
        + THROUGHPUT
        + throughput
        + "\n## Over the wire\n\n"
        + WIRE
        + wire
        + GROWTH_TITLE
        + growth
        + "\n## Cost of a task as its run grows\n\n"
        + LINEAR
        + linear
        + "\n## Many at once\n\n"
        + crowd
        + "\n## Starting\n\n"
        + serve
        + "\n"
        + run
        + "\n## Live pictures\n\n"
        + PIXELS
        + pixels.report()
        + "\n## Memory\n\n"
        + memory;
  }

  private static final String THROUGHPUT =
      """
      The tasks do nothing, so all time is Flowscope's. *In process*: the engine and the workers of the demo jar in one JVM. *Worker process*: the packaged server and \
      its worker process, which speaks SWF's wire protocol over loopback, as users run it; the 500 workflows are started by 8 clients of the REST API. After runs to \
      warm up the settings take turns. A measurement of which the machine's host took more than a tenth of the processors away is made again, up to five times; \
      the first calm one counts, or the calmest.

      """;

  private static final String WIRE =
      """
      What the settings with a worker process cost for each task, after 160,000 tasks to warm up: for the first 100,000 much of it is compiling, and code that is not compiled well yet. A task takes two calls of SWF, a poll and an answer; what is above that is \
      decisions, which merge while one is open, and polls that end empty. Calls of the worker that come together share a request of HTTP. With two processors, 3,000 tasks a second leave 0.67 ms of processor for each, in both \
      processes together.

      """;

  private static final String GROWTH_TITLE = "\n## Cost of a command as the engine grows\n\n";

  private static final String GROWTH =
      """
      Seven commands in turn: start, poll, decide, poll, complete, poll, close; each is a batch of its own. Processor time of the engine's thread alone. Two engines of one \
      process take turns, one with little and one with much in it, 60 times 420 commands each, after a warm-up; given are the medians, the median of the ratios within one turn, and \
      between what half of these ratios lie. *On disk* with durability `process`; the database has folded what the engine was filled with, and what it folds in the background \
      is not counted. (Until commit 288f831 one engine was measured before and after it was filled, so that compiling, and folding right after, \
      came in: ratios of one row differed by half from run to run.)

      """;

  private static final String LINEAR =
      """
      The author's side alone: an engine in memory, a decider and the simplest of tasks take turns in one thread, and after each finished task comes a decision of its \
      own, which is the most that a run can cost. The tasks of a fan-out are all called at once, those of a chain each behind a barrier; `limits.events` is raised. \
      Processor time of the whole process, so that other programs hardly count; after a warm-up, the median of three times 10,000 tasks, of full replay one run. *Growth* is the slope of a line \
      through the logarithms of sizes and times: 1 means that a task costs the same however many there are; the target is 1.1. *Full replay* drops the run after each \
      decision, as an engine without warm runs does, and is measured up to 400 tasks, since 10,000 would take hours. The cold replay is what a worker does with a \
      run that it does not know: it fetches the whole history from the engine and computes every round anew; the target is 2 s.

      """;

  private static final String PIXELS =
      """
      ProcessVideo, five times, in a headless Chromium; each drawing counts with the youngest event in it.

      """;

  private static String head(double loadBefore) {
    return """
    # Benchmarks

    Written by `scripts/bench`, which takes some minutes; run it on a quiet machine to repeat it. It is no test: nothing here makes a build fail. \
    Absolute figures depend on the machine; compare ratios within one run.

    * Date: %s; commit %s
    * Machine: %s, %d processors, %d GiB of memory, Linux %s; load before the run %.1f
    * Java: %s %s (the server with a heap of 512 MiB)

    """
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Commit.described(),
            processor(),
            Runtime.getRuntime().availableProcessors(),
            memory(),
            System.getProperty("os.version"),
            loadBefore,
            System.getProperty("java.vm.name"),
            Runtime.version());
  }

  private static String processor() {
    return first(Path.of("/proc/cpuinfo"), "model name").replaceFirst(".*: *", "");
  }

  private static long memory() {
    String line = first(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
    return Math.round(Long.parseLong(line) / 1_048_576.0);
  }

  /** The line of a file of Linux; other systems have none. */
  private static String first(Path file, String start) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> line.startsWith(start)).findFirst().orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static double load() {
    return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
    }
  }
}
