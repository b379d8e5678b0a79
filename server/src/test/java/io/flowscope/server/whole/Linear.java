package io.flowscope.server.whole;

import com.sun.management.OperatingSystemMXBean;
import io.flowscope.engine.model.DecisionTask;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the author's side costs as a run grows: warm, with full replay in every round, and the cold
 * replay of one long history. Processor time of the whole process, so that other programs of the
 * machine hardly count.
 */
final class Linear {
  private static final int[] SIZES = {100, 1_000, 10_000};

  /** Full replay of more would take minutes. */
  private static final int[] REPLAYED = {100, 200, 400};

  /** The clock of the processor's time counts steps of 10 ms: so many tasks at a time, or more. */
  private static final int TASKS_AT_A_TIME = 10_000;

  private static final List<String> SHAPES = List.of("FanOut", "Chain");
  private static final int EVENTS = 25_000;
  private static final int PARKED = 20_000;

  private final OperatingSystemMXBean machine =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Runs this alone and prints it. */
  public static void main(String[] arguments) {
    System.out.println(new Linear().report());
    System.exit(0);
  }

  String report() {
    for (String shape : SHAPES) {
      // Until everything is compiled.
      for (int i = 0; i < 3; i++) {
        millis(shape, 3_000, 1_000, 1);
      }
    }
    return growth() + "\n" + replays() + "\n" + memory();
  }

  // --- growth

  private String growth() {
    List<List<String>> rows = new ArrayList<>();
    for (String shape : SHAPES) {
      rows.add(row(shape, "warm", SIZES, 1_000));
      rows.add(row(shape, "full replay in every round", REPLAYED, 0));
    }
    return Figures.table(
        Figures.row(
            "Processor time of a run, ms",
            "100 tasks",
            "200",
            "400",
            "1,000",
            "10,000",
            "µs for each task: fewest",
            "most tasks",
            "growth"),
        rows);
  }

  private List<String> row(String shape, String how, int[] sizes, int warmRuns) {
    List<Double> times = new ArrayList<>();
    for (int size : sizes) {
      times.add(warmRuns == 0 ? millis(shape, size, 0, 1) : warm(shape, size, warmRuns));
    }
    List<String> row = new ArrayList<>();
    row.add((shape.equals("Chain") ? "chain" : "fan-out") + ", " + how);
    for (int column : new int[] {100, 200, 400, 1_000, 10_000}) {
      String cell = "";
      for (int i = 0; i < sizes.length; i++) {
        cell = sizes[i] == column ? Figures.number(times.get(i)) : cell;
      }
      row.add(cell);
    }
    row.add(Figures.number(times.getFirst() * 1e3 / sizes[0]));
    row.add(Figures.number(times.getLast() * 1e3 / sizes[sizes.length - 1]));
    row.add(String.format(Locale.ROOT, "%.2f", exponent(sizes, times)));
    System.err.println("linear: " + row);
    return row;
  }

  private double warm(String shape, int size, int warmRuns) {
    List<Double> each = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      each.add(millis(shape, size, warmRuns, TASKS_AT_A_TIME / size));
    }
    return Figures.median(each);
  }

  /** Processor time of one of so many executions, one after another. */
  private double millis(String shape, int tasks, int warmRuns, int executions) {
    try (SteppedRuns runs = new SteppedRuns(warmRuns)) {
      long begin = machine.getProcessCpuTime();
      for (int i = 0; i < executions; i++) {
        runs.run(shape, tasks, true);
      }
      return (machine.getProcessCpuTime() - begin) / 1e6 / executions;
    }
  }

  /** The slope of a line through the logarithms, by least squares. */
  static double exponent(int[] sizes, List<Double> times) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < sizes.length; i++) {
      meanX += Math.log(sizes[i]) / sizes.length;
      meanY += Math.log(times.get(i)) / sizes.length;
    }
    double above = 0;
    double below = 0;
    for (int i = 0; i < sizes.length; i++) {
      double x = Math.log(sizes[i]) - meanX;
      above += x * (Math.log(times.get(i)) - meanY);
      below += x * x;
    }
    return above / below;
  }

  // --- one long history

  private String replays() {
    List<List<String>> rows = new ArrayList<>();
    for (String shape : SHAPES) {
      try (SteppedRuns runs = new SteppedRuns(1_000)) {
        // Start, schedule, complete a decision; and for each task six events.
        runs.run(shape, (EVENTS - 4) / 6, false);
        DecisionTask task = runs.take();
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
          runs.replaceDecider();
          long begin = System.nanoTime();
          var answer = runs.decider().decide(task, runs.source(task));
          times.add((System.nanoTime() - begin) / 1e6);
          if (answer.decisions().isEmpty()) {
            throw new IllegalStateException("The replay stopped: " + answer.executionContext());
          }
        }
        rows.add(
            Figures.row(
                shape.equals("Chain") ? "chain" : "fan-out",
                String.format(Locale.ROOT, "%,d", task.startedEventId()),
                Figures.number(times.getFirst()),
                Figures.number(Figures.median(times))));
        System.err.println("linear: " + rows.getLast());
      }
    }
    return Figures.table(
        Figures.row("Cold replay of one history, ms", "events", "first", "median of 7"), rows);
  }

  // --- parked runs

  private String memory() {
    try (SteppedRuns runs = new SteppedRuns(PARKED)) {
      for (int i = 0; i < PARKED; i++) {
        runs.start("Chain", 2);
        runs.decide();
      }
      if (runs.decider().warmRuns() != PARKED) {
        throw new IllegalStateException("Only " + runs.decider().warmRuns() + " runs are parked");
      }
      long with = used();
      runs.decider().evictAll();
      long without = used();
      return Figures.table(
          Figures.row(
              String.format(
                  Locale.ROOT, "%,d runs, parked at a barrier with one open task", PARKED),
              "bytes each"),
          List.of(
              Figures.row(
                  "heap that their eviction frees",
                  String.format(Locale.ROOT, "%,d", (with - without) / PARKED))));
    }
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 6; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
