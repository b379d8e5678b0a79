package io.flowscope.server.whole;

import io.flowscope.engine.core.EngineConfig;
import io.flowscope.worker.InProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Many executions that are open at the same time, in a process with the server's heap: started
 * first, worked on when all of them are there.
 */
final class Crowd {
  private static final int EXECUTIONS = 10_000;
  private static final int TASKS_EACH = 4;
  private static final String HEAP = "-Xmx512m";

  private Crowd() {}

  /**
   * Arguments: the data folder, the demo jar, and how many if not 10,000. Prints the figures,
   * separated by spaces.
   */
  public static void main(String[] arguments) {
    int executions = arguments.length > 2 ? Integer.parseInt(arguments[2]) : EXECUTIONS;
    try (InProcess engine =
        new InProcess(EngineConfig.at(Path.of(arguments[0])), Path.of(arguments[1]))) {
      long begin = System.nanoTime();
      engine.start("FourTasks", "[1]", executions);
      Duration starting = Duration.ofNanos(System.nanoTime() - begin);
      int open = engine.open();
      if (open != executions) {
        throw new IllegalStateException("Only " + open + " executions are open.");
      }
      begin = System.nanoTime();
      engine.serve().awaitNoneOpen();
      Duration working = Duration.ofNanos(System.nanoTime() - begin);
      long peak =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .map(MemoryPoolMXBean::getPeakUsage)
              .mapToLong(usage -> usage.getUsed())
              .sum();
      System.out.println(
          "FIGURES "
              + Figures.number(Figures.millis(starting) / 1_000)
              + ' '
              + Figures.number(Figures.millis(working) / 1_000)
              + ' '
              + Figures.number(executions / (Figures.millis(starting.plus(working)) / 1_000))
              + ' '
              + Figures.number(executions * TASKS_EACH / (Figures.millis(working) / 1_000))
              + ' '
              + Figures.number(peak / 1_048_576.0));
    }
    System.exit(0);
  }

  /** Runs it in a process of its own. */
  static String report(Path folder, Path jar) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  HEAP,
                  "-XX:+ExitOnOutOfMemoryError",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Crowd.class.getName(),
                  folder.resolve("crowd").toString(),
                  jar.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      List<String> figures =
          out.lines()
              .filter(line -> line.startsWith("FIGURES "))
              .flatMap(line -> Arrays.stream(line.split(" ")).skip(1))
              .toList();
      if (figures.isEmpty()) {
        throw new IllegalStateException("The executions did not end: " + out);
      }
      return Figures.table(
          Figures.row("10,000 executions of 4 tasks, open at the same time, durability power", ""),
          List.of(
              Figures.row("to start them all, s", figures.get(0)),
              Figures.row("to do all their work, s", figures.get(1)),
              Figures.row("executions a second, all in all", figures.get(2)),
              Figures.row("tasks a second", figures.get(3)),
              Figures.row("largest heap in use, MiB of 512", figures.get(4))));
    } catch (IOException e) {
      throw new IllegalStateException("Java could not be started again", e);
    }
  }
}
