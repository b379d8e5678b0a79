package io.flowscope.server.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Processor time of each kind of thread in a process, as Linux counts it; empty elsewhere. */
record ThreadTimes(Map<String, Double> millis) {
  /** Linux counts in hundredths of a second. */
  private static final double MILLIS_PER_TICK = 10;

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("C1 Compiler", "compiling to machine code"),
          Map.entry("C2 Compiler", "compiling to machine code"),
          Map.entry("engine-writer", "the engine's writer"),
          Map.entry("engine-folding", "folding into the database"),
          Map.entry("http-", "HTTP of Jetty"),
          Map.entry("swf-answer", "JSON of the endpoint"),
          Map.entry("swf-send", "the worker's requests"),
          Map.entry("swf-read", "the worker's requests"),
          Map.entry("ForkJoinPool", "virtual threads: tasks, decisions, answers"),
          Map.entry("poll ", "the worker's polls"),
          Map.entry("decide ", "the worker's deciders"),
          Map.entry("GC Thread", "garbage collection"),
          Map.entry("G1 ", "garbage collection"),
          Map.entry("VM ", "the virtual machine"));

  static ThreadTimes of(long pid) {
    Map<String, Double> all = new HashMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        all.merge(kind(Files.readString(thread.resolve("comm"))), time(thread), Double::sum);
      }
    } catch (IOException e) {
      // A thread or the process has ended, or this is no Linux: what is known is told.
    }
    return new ThreadTimes(all);
  }

  private static double time(Path thread) throws IOException {
    String stat = Files.readString(thread.resolve("stat"));
    // The name, in brackets, may hold spaces; user and system time are the 12th and 13th after it.
    String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(words[11]) + Long.parseLong(words[12])) * MILLIS_PER_TICK;
  }

  private static String kind(String name) {
    return KINDS.entrySet().stream()
        .filter(kind -> name.startsWith(kind.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("all others");
  }

  ThreadTimes since(ThreadTimes before) {
    Map<String, Double> more = new TreeMap<>();
    millis.forEach((kind, time) -> more.put(kind, time - before.millis.getOrDefault(kind, 0.0)));
    return new ThreadTimes(more);
  }

  ThreadTimes plus(ThreadTimes other) {
    Map<String, Double> sum = new TreeMap<>(millis);
    other.millis.forEach((kind, time) -> sum.merge(kind, time, Double::sum));
    return new ThreadTimes(sum);
  }

  static ThreadTimes of(Stream<ProcessHandle> processes) {
    return processes
        .map(process -> of(process.pid()))
        .reduce(new ThreadTimes(Map.of()), ThreadTimes::plus);
  }

  /** For each of so many tasks, in microseconds, the largest first. */
  List<List<String>> rows(String process, int tasks) {
    if (tasks == 0) {
      return List.of();
    }
    return millis.entrySet().stream()
        .filter(kind -> kind.getValue() * 1_000 / tasks >= 1)
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .map(
            kind ->
                List.of(
                    process + ": " + kind.getKey(),
                    Figures.number(kind.getValue() * 1_000 / tasks)))
        .toList();
  }
}
