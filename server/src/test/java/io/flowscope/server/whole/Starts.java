package io.flowscope.server.whole;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long it takes from a command to what one wanted from it. */
final class Starts {
  private static final int MOST_REPEATS = 5;

  /** So that the whole run stays within minutes, however slow the machine is. */
  private static final double BUDGET_MILLIS = 30_000;

  private static final Path FLOWSCOPE = Path.of("../flowscope");
  private static final String VIDEO =
      "[\"s3://talks/europython-2015.mp4\",\"s3://talks/europython-2015.srt\"]";
  private static final Pattern WALL = Pattern.compile("([0-9.]+) s; one after another");

  private final Path folder;
  private final Path jar;

  Starts(Path folder, Path jar) {
    this.folder = folder;
    this.jar = jar;
  }

  private static boolean goesOn(int repeats, long start) {
    return repeats == 0 || repeats < MOST_REPEATS && since(start) < BUDGET_MILLIS;
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  String serve() {
    List<Double> first = new ArrayList<>();
    List<Double> described = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; goesOn(i, start); i++) {
      Path data = folder.resolve("start-" + i + "/data");
      long begin = System.nanoTime();
      try (ServerProcess server = ServerProcess.script(FLOWSCOPE, data)) {
        page(server);
        first.add(since(begin));
        awaitWorkflows(server.api());
        described.add(since(begin));
      }
      begin = System.nanoTime();
      try (ServerProcess server = ServerProcess.script(FLOWSCOPE, data)) {
        page(server);
        second.add(since(begin));
      }
    }
    return Figures.table(
        Figures.row(
            "`flowscope serve --demo`, ms from the command", "median of " + first.size(), "worst"),
        List.of(
            times("to the first page, first start on an empty folder", first),
            times("to all demo workflows described, first start", described),
            times("to the first page, second start: the data exists", second)));
  }

  private static List<String> times(String what, List<Double> values) {
    return Figures.row(
        what,
        Figures.number(Figures.median(values)),
        Figures.number(Figures.percentile(values, 100)));
  }

  private static void page(ServerProcess server) {
    Api.Answer answer = server.api().get("/login");
    if (answer.status() != 200) {
      throw new IllegalStateException("No page: " + answer);
    }
  }

  private static void awaitWorkflows(Api api) {
    while (true) {
      for (JsonNode workflow : api.get("/api/v1/workflows").json().findValues("name")) {
        if (workflow.asText().equals("ProcessVideo")) {
          return;
        }
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** What `flowscope run` adds to the time of the workflow itself. */
  String run() {
    List<Double> whole = new ArrayList<>();
    List<Double> over = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; goesOn(i, start); i++) {
      long begin = System.nanoTime();
      String output = output("run", jar.toString(), "ProcessVideo", "--input", VIDEO);
      double wall = since(begin);
      Matcher time = WALL.matcher(output);
      if (!time.find()) {
        throw new IllegalStateException("No time in: " + output);
      }
      whole.add(wall);
      over.add(wall - 1_000 * Double.parseDouble(time.group(1)));
    }
    return Figures.table(
        Figures.row("`flowscope run` with ProcessVideo, ms", "median of " + whole.size(), "worst"),
        List.of(
            times("the whole command", whole),
            times("of these not the workflow's own time (to 50 ms)", over)));
  }

  private static String output(String... arguments) {
    List<String> command = new ArrayList<>(List.of(FLOWSCOPE.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
