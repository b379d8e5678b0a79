package io.flowscope.server.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Long runs of the fault tests by {@code scripts/campaign}, and their figures for people. */
public final class FaultCampaign {
  /** Kills on one data folder, then a new one: histories are read again after each kill. */
  private static final int KILLS_A_FOLDER = 25;

  /**
   * What a campaign found.
   *
   * @param text for people, in Markdown
   * @param violations empty when all is well
   */
  record Result(String text, List<String> violations) {}

  private final Map<String, String> options = new TreeMap<>();
  private final Path work;

  private FaultCampaign(Path work) {
    this.work = work;
  }

  /**
   * Runs in the folder of the server's module; ends with code 1 when something was violated.
   *
   * @param arguments the page with the figures, the campaign's name, then options
   */
  public static void main(String[] arguments) throws IOException {
    Path work = Files.createTempDirectory("flowscope-campaign");
    int code = 1;
    try {
      code = new FaultCampaign(work).run(Path.of(arguments[0]), arguments);
    } finally {
      if (code == 0) {
        delete(work);
      } else {
        System.err.println("What was found lies in " + work);
      }
    }
    System.exit(code);
  }

  private int run(Path page, String[] arguments) throws IOException {
    String name = arguments.length > 1 ? arguments[1] : "";
    for (int i = 2; i < arguments.length; i++) {
      boolean flag = arguments[i].equals("--write");
      options.put(arguments[i], flag ? "" : arguments[++i]);
    }
    double before = load();
    Result result =
        switch (name) {
          case "kill" -> kill();
          case "kill-server" -> killServer();
          case "disk-full" -> new DiskFull(work, seed()).run(rounds(3));
          case "corrupt" -> inCore("Corruption", options.getOrDefault("--share", "1"));
          case "slow-disk" -> inCore("SlowDisk", Integer.toString(rounds(20)));
          case "overload" -> new Overload(work, seed()).run(rounds(20));
          case "soak" -> new Soak(work, seed()).run(minutes(30));
          default ->
              throw new IllegalArgumentException(
                  "No campaign '" + name + "'; see the head of scripts/campaign");
        };
    String text =
        "%s; commit %s; seed %d; %s; load %.1f before, %.1f after%n%n%s%n"
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                Commit.described(),
                seed(),
                machine(),
                before,
                load(),
                result.text().strip());
    System.out.print(text);
    result
        .violations()
        .forEach(one -> System.out.println("VIOLATED (seed " + seed() + "): " + one));
    if (options.containsKey("--write") && result.violations().isEmpty()) {
      write(page, name, text);
    }
    return result.violations().isEmpty() ? 0 : 1;
  }

  private long seed() {
    return Long.parseLong(options.getOrDefault("--seed", "1"));
  }

  private int rounds(int usual) {
    return Integer.parseInt(options.getOrDefault("--rounds", Integer.toString(usual)));
  }

  /** As many minutes as a campaign of rounds may take; the folder at hand is always ended. */
  private int minutes(int usual) {
    return Integer.parseInt(options.getOrDefault("--minutes", Integer.toString(usual)));
  }

  private Result kill() {
    KillFigures all = new KillFigures();
    List<String> quick = EngineKills.quick(work.resolve("quick"));
    int left = rounds(1_000);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes(100_000));
    for (int folder = 0;
        left > 0 && all.violations().isEmpty() && System.nanoTime() < end;
        folder++) {
      int kills = Math.min(left, KILLS_A_FOLDER);
      all.add(new EngineKills(work.resolve("kill" + folder), seed() + folder, quick).run(kills));
      left -= kills;
      System.err.println(all);
    }
    return new Result(all.toString(), problems(all));
  }

  private Result killServer() {
    Path data = work.resolve("server/data");
    List<String> quick = ServerProcess.archive(work.resolve("quick"));
    KillFigures figures = new ServerKills(data, seed(), quick).run(rounds(20));
    ServerProcess.Printed verified = ServerProcess.execute("verify", "--data", data.toString());
    List<String> violations = problems(figures);
    if (verified.code() != 0) {
      violations.add("verify: " + verified.out());
    }
    return new Result(figures + "; verify says: " + verified.out().strip(), violations);
  }

  private static List<String> problems(KillFigures figures) {
    List<String> problems = new ArrayList<>(figures.violations());
    if (figures.belowFloor() > 0) {
      problems.add(figures.belowFloor() + " rounds did less work than they should");
    }
    return problems;
  }

  /** A campaign of the engine's own room, which tells its figures on standard output. */
  private Result inCore(String name, String argument) {
    List<String> command =
        List.of(
            ServerProcess.java(),
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            "io.flowscope.engine.core." + name,
            Long.toString(seed()),
            argument);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.onExit().join().exitValue();
      return new Result(text, code == 0 ? List.of() : List.of(name + " ended with " + code));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces what stands between the marks of a campaign. */
  private static void write(Path page, String name, String text) throws IOException {
    String begin = "<!-- figures: " + name + " -->";
    String end = "<!-- end of figures: " + name + " -->";
    String all = Files.readString(page);
    int from = all.indexOf(begin);
    int to = all.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalStateException(page + " has no place for the figures of " + name);
    }
    Files.writeString(
        page, all.substring(0, from + begin.length()) + "\n" + text + all.substring(to));
  }

  private static String machine() {
    return String.format(
        Locale.ROOT,
        "%d processors, Java %s",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().feature());
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
