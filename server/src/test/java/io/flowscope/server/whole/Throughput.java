package io.flowscope.server.whole;

import io.flowscope.engine.core.Durability;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.worker.InProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The same loads in every setting, in turns, so that a noisy minute spoils no single setting. */
final class Throughput implements AutoCloseable {
  /** So that the whole run stays within minutes, however slow the machine is. */
  private static final Duration BUDGET = Duration.ofSeconds(240);

  private static final int MOST_ROUNDS = 9;
  private static final int CLIENTS = 8;
  private static final String EXECUTIONS = "/api/v1/local/default/executions";
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final Load SMALL = Load.many(500);

  private static final List<Load> LOADS =
      List.of(
          Load.fanOut(1_000),
          Load.fanOuts(5, 1_000),
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

  /** A measurement of which the host stole more than that is made again. */
  private static final double MOST_STOLEN = 0.1;

  private static final int MOST_TRIES = 5;

  /**
   * One measurement.
   *
   * @param stolen which part of the processors' time the host took away meanwhile
   * @param keep notes what else it cost
   */
  private record Taken(Duration time, double stolen, Runnable keep) {}

  /** Where loads run. */
  private interface Setting extends AutoCloseable {
    Taken run(Load load);

    void warmUp();

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
  private final List<Double> stolen = new ArrayList<>();
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
          public Taken run(Load load) {
            Stolen before = Stolen.now();
            Wire.Taken taken = Wire.measure(process, () -> plain.run(load));
            double stolen = Stolen.now().shareSince(before);
            return new Taken(taken.time(), stolen, () -> wire.keep(name, load, taken));
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
          public Taken run(Load load) {
            Stolen before = Stolen.now();
            ThreadTimes threads = ThreadTimes.of(ProcessHandle.current().pid());
            Duration time = engine.run(load.workflow(), load.input(), load.count());
            ThreadTimes took = ThreadTimes.of(ProcessHandle.current().pid()).since(threads);
            return new Taken(
                time,
                Stolen.now().shareSince(before),
                () -> {
                  if (load.equals(SMALL)) {
                    small.merge(name, took, ThreadTimes::plus);
                  }
                });
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
  private record OverWire(ServerProcess server) {
    Duration run(Load load) {
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

    void warmUp() {
      for (int i = 0; i < MORE_WARM_UP; i++) {
        run(WARM_UP.getFirst());
      }
      WARM_UP.forEach(this::run);
    }

    boolean takes(Load load) {
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

    void close() {
      server.close();
    }
  }

  /** Warms up once, then measures again and again while the time allows it. */
  void measure() {
    settings.values().forEach(Setting::warmUp);
    long begin = System.nanoTime();
    while (rounds < MOST_ROUNDS && (rounds == 0 || System.nanoTime() - begin < BUDGET.toNanos())) {
      rounds++;
      settings.forEach(
          (name, setting) ->
              LOADS.stream()
                  .filter(setting::takes)
                  .forEach(load -> keep(name, load, calm(name, setting, load))));
    }
  }

  /** The first measurement that the host left alone, or the one that it disturbed least. */
  private Taken calm(String name, Setting setting, Load load) {
    Taken best = null;
    for (int i = 0; i < MOST_TRIES && (best == null || best.stolen() > MOST_STOLEN); i++) {
      Taken taken = setting.run(load);
      System.err.printf(
          Locale.ROOT,
          "round %d: %s: %s: %d ms, %.0f %% stolen%n",
          rounds,
          name,
          load.what(),
          taken.time().toMillis(),
          100 * taken.stolen());
      if (best == null || taken.stolen() < best.stolen()) {
        best = taken;
      }
    }
    return Objects.requireNonNull(best);
  }

  private void keep(String setting, Load load, Taken taken) {
    taken.keep().run();
    stolen.add(taken.stolen());
    measured
        .computeIfAbsent(setting, name -> new LinkedHashMap<>())
        .computeIfAbsent(load, what -> new ArrayList<>())
        .add(Figures.millis(taken.time()));
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
    String calm =
        String.format(
            Locale.ROOT,
            "Of the processors' time during what counts the host took away %.1f %% (median) and"
                + " %.1f %% (most).%n%n",
            100 * Figures.median(stolen),
            100 * Collections.max(stolen));
    List<String> head = new ArrayList<>(List.of("Median of " + rounds + ", ms"));
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
    return calm
        + Figures.table(head, whole)
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
                .flatMap(one -> one.getValue().rows(one.getKey(), rounds * SMALL.count()).stream())
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
