package io.flowscope.server.whole;

import io.flowscope.engine.core.Durability;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.worker.InProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The same loads in every setting, in turns, so that a noisy minute spoils no single setting. */
final class Throughput implements AutoCloseable {
  /** So that the whole run stays within minutes, however slow the machine is. */
  private static final Duration BUDGET = Duration.ofSeconds(240);

  private static final int MOST_ROUNDS = 5;
  private static final int CLIENTS = 8;
  private static final String EXECUTIONS = "/api/v1/local/default/executions";
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final Load SMALL = Load.many(500);

  private static final List<Load> LOADS =
      List.of(
          Load.fanOut(1_000),
          Load.chain(100),
          Load.chain(500),
          Load.chain(2_000),
          Load.chain(10_000),
          SMALL);

  /** With a worker process each would take half a minute. */
  private static final Set<Load> IN_PROCESS_ONLY = Set.of(Load.chain(10_000));

  private static final List<Load> WARM_UP = List.of(Load.fanOut(1_000), Load.chain(500), SMALL);

  /** Until a process is warm its compilers are busier than it is, and its code is slower. */
  private static final int MORE_WARM_UP = 160;

  /** Runs a load once. */
  interface Run {
    Duration run();
  }

  /** Where loads run. */
  private interface Setting extends AutoCloseable {
    Duration run(Load load);

    void warmUp();

    /** Processor time so far of its process; nothing where that is told elsewhere. */
    default ThreadTimes threads() {
      return new ThreadTimes(Map.of());
    }

    default boolean takes(Load load) {
      return true;
    }

    @Override
    void close();
  }

  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Map<String, Map<Load, List<Double>>> measured = new LinkedHashMap<>();
  private final ServerProcess server;
  private final Map<String, ThreadTimes> small = new LinkedHashMap<>();
  private final Wire wire = new Wire();
  private int rounds;

  Throughput(Path folder, Path jar) {
    inProcess("in process, in memory", EngineConfig.inMemory(), jar);
    inProcess(
        "in process, durability process",
        EngineConfig.at(folder.resolve("process")).withDurability(Durability.PROCESS),
        jar);
    inProcess("in process, durability power", EngineConfig.at(folder.resolve("power")), jar);
    ServerProcess relaxed =
        ServerProcess.start(folder.resolve("wire-process/data"), 0, "--durability", "process");
    overWire("worker process, durability process", relaxed);
    server = ServerProcess.start(folder.resolve("wire-power/data"), 0);
    overWire("worker process, durability power", server);
  }

  private void overWire(String name, ServerProcess process) {
    OverWire plain = new OverWire(process);
    settings.put(
        name,
        new Setting() {
          @Override
          public Duration run(Load load) {
            return wire.measure(name, process, load, () -> plain.run(load));
          }

          @Override
          public void warmUp() {
            plain.warmUp();
          }

          @Override
          public boolean takes(Load load) {
            return plain.takes(load);
          }

          @Override
          public void close() {
            plain.close();
          }
        });
  }

  private void inProcess(String name, EngineConfig config, Path jar) {
    InProcess engine =
        new InProcess(config.withLimits(Map.of("limits.events", "100000")), jar).serve();
    settings.put(
        name,
        new Setting() {
          @Override
          public Duration run(Load load) {
            return engine.run(load.workflow(), load.input(), load.count());
          }

          @Override
          public ThreadTimes threads() {
            return ThreadTimes.of(ProcessHandle.current().pid());
          }

          @Override
          public void warmUp() {
            for (int i = 0; i < MORE_WARM_UP / 20; i++) {
              WARM_UP.forEach(this::run);
            }
          }

          @Override
          public void close() {
            engine.close();
          }
        });
  }

  /** The real server with its worker process, on its default configuration but for durability. */
  private record OverWire(ServerProcess server) implements Setting {
    @Override
    public Duration run(Load load) {
      Api api = server.api();
      if (load.count() == 1) {
        Api.Run run = api.start(load.workflow(), load.input());
        awaitNoneOpen(api);
        return Duration.ofMillis(run.summary().get("wallMillis").asLong());
      }
      long begin = System.nanoTime();
      try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
        IntStream.range(0, load.count())
            .forEach(i -> clients.execute(() -> api.start(load.workflow(), load.input())));
      }
      awaitNoneOpen(api);
      return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void warmUp() {
      for (int i = 0; i < MORE_WARM_UP; i++) {
        run(WARM_UP.getFirst());
      }
    }

    @Override
    public boolean takes(Load load) {
      return !IN_PROCESS_ONLY.contains(load);
    }

    private static void awaitNoneOpen(Api api) {
      long begin = System.nanoTime();
      while (!api.get(EXECUTIONS + "?status=running&limit=1").json().get("executions").isEmpty()) {
        if (System.nanoTime() - begin > LONGEST.toNanos()) {
          throw new IllegalStateException("The executions did not end within " + LONGEST);
        }
        LockSupport.parkNanos(20_000_000);
      }
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** Warms up once, then again and again while the time allows it. */
  void measure() {
    long begin = System.nanoTime();
    for (rounds = 0; rounds <= MOST_ROUNDS; rounds++) {
      if (rounds == 1) {
        wire.forget();
        begin = System.nanoTime();
      }
      if (rounds > 1 && System.nanoTime() - begin > BUDGET.toNanos()) {
        break;
      }
      for (Map.Entry<String, Setting> setting : settings.entrySet()) {
        if (rounds == 0) {
          setting.getValue().warmUp();
        }
        for (Load load : rounds == 0 ? WARM_UP : LOADS) {
          if (!setting.getValue().takes(load)) {
            continue;
          }
          ThreadTimes before = setting.getValue().threads();
          Duration time = setting.getValue().run(load);
          System.err.printf(
              Locale.ROOT,
              "round %d: %s: %s: %d ms%n",
              rounds,
              setting.getKey(),
              load.what(),
              time.toMillis());
          if (rounds > 0) {
            if (load.equals(SMALL)) {
              small.merge(
                  setting.getKey(), setting.getValue().threads().since(before), ThreadTimes::plus);
            }
            measured
                .computeIfAbsent(setting.getKey(), name -> new LinkedHashMap<>())
                .computeIfAbsent(load, what -> new ArrayList<>())
                .add(Figures.millis(time));
          }
        }
      }
    }
  }

  /** The server with power durability and its worker, after all that. */
  ServerProcess server() {
    return server;
  }

  private double median(String setting, Load load) {
    return Figures.median(measured.get(setting).get(load));
  }

  /** What the settings with a worker process cost. */
  String wire() {
    return wire.report()
        + """

        Which threads that time goes to, with both settings together. What the compilers take grows less the longer a process lives.

        """
        + wire.profile();
  }

  String report() {
    List<String> head = new ArrayList<>(List.of("Median of " + (rounds - 1) + ", ms"));
    LOADS.forEach(load -> head.add(load.what()));
    head.add("growth");
    List<List<String>> whole = new ArrayList<>();
    List<List<String>> each = new ArrayList<>();
    List<List<String>> ratios = new ArrayList<>();
    String base = settings.keySet().iterator().next();
    for (String setting : settings.keySet()) {
      List<String> times = new ArrayList<>(List.of(setting));
      List<String> steps = new ArrayList<>(List.of(setting));
      List<String> compared = new ArrayList<>(List.of(setting));
      for (Load load : LOADS) {
        boolean measured = settings.get(setting).takes(load);
        double median = measured ? median(setting, load) : 0;
        times.add(measured ? Figures.number(median) : "");
        steps.add(measured ? Figures.number(median / load.steps()) : "");
        compared.add(measured ? Figures.ratio(median / median(base, load)) : "");
      }
      times.add(Figures.number(growth(setting)));
      whole.add(times);
      each.add(steps);
      ratios.add(compared);
    }
    List<String> perStep = new ArrayList<>(List.of("ms for each"));
    LOADS.forEach(load -> perStep.add(load.step() + " of: " + load.what()));
    List<String> relative = new ArrayList<>(head.subList(1, head.size() - 1));
    relative.addFirst("Times of: " + base);
    return Figures.table(head, whole)
        + """

        *Growth* is the exponent of the time of a chain between 100 and 2,000 steps, in process 10,000: 1 means that a step costs the same however long the history is.

        """
        + Figures.table(perStep, each)
        + "\n"
        + Figures.table(relative, ratios)
        + "\nWhich threads a small workflow takes the processor for, in process."
        + " Two processors and 1,000 workflows a second leave 2,000 µs for each.\n\n"
        + Figures.table(
            List.of(SMALL.what() + ": one costs", "µs"),
            small.entrySet().stream()
                .flatMap(
                    one -> one.getValue().rows(one.getKey(), (rounds - 1) * SMALL.count()).stream())
                .toList());
  }

  private double growth(String setting) {
    Load shortest = Load.chain(100);
    Load longest =
        LOADS.stream()
            .filter(load -> load.step().equals("step") && settings.get(setting).takes(load))
            .max(Comparator.comparing(Load::steps))
            .orElseThrow();
    double ratio = median(setting, longest) / median(setting, shortest);
    return Math.log(ratio) / Math.log((double) longest.steps() / shortest.steps());
  }

  @Override
  public void close() {
    settings.values().forEach(Setting::close);
  }
}
