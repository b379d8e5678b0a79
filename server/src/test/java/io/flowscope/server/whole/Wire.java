package io.flowscope.server.whole;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What a load costs a server and its worker process, beside time. */
final class Wire {
  /** Of both processes and of the endpoint, since they started. */
  record Reading(double server, double worker, long calls, long requests, long bytes) {
    static Reading of(ServerProcess server) {
      JsonNode swf = server.api().get("/api/health").json().path("swf");
      return new Reading(
          cpu(ProcessHandle.of(server.pid()).orElseThrow()),
          server.descendants().stream().mapToDouble(Reading::cpu).sum(),
          swf.path("calls").asLong(),
          swf.path("requests").asLong(),
          swf.path("bytesIn").asLong() + swf.path("bytesOut").asLong());
    }

    private static double cpu(ProcessHandle process) {
      return Figures.millis(process.info().totalCpuDuration().orElse(Duration.ZERO));
    }
  }

  private static final ThreadTimes NONE = new ThreadTimes(Map.of());

  private static final List<String> PROFILED =
      List.of(Load.fanOut(1_000).what(), Load.chain(2_000).what());

  /** Where the processor time of one load goes, over all rounds and settings. */
  private static final class Profile {
    private ThreadTimes server = NONE;
    private ThreadTimes worker = NONE;
    private int tasks;
  }

  private record Cost(
      double perSecond,
      double calls,
      double requests,
      double bytes,
      double server,
      double worker) {}

  private final Map<String, Map<Load, List<Cost>>> costs = new LinkedHashMap<>();
  private final Map<String, Profile> profiles = new LinkedHashMap<>();

  /** What one run of a load took and cost. */
  record Taken(
      Duration time, Reading before, Reading after, ThreadTimes server, ThreadTimes worker) {}

  /** Runs a load once. */
  static Taken measure(ServerProcess server, Supplier<Duration> run) {
    Reading before = Reading.of(server);
    ThreadTimes serverBefore = ThreadTimes.of(server.pid());
    ThreadTimes workerBefore = ThreadTimes.of(server.descendants().stream());
    Duration time = run.get();
    return new Taken(
        time,
        before,
        Reading.of(server),
        ThreadTimes.of(server.pid()).since(serverBefore),
        ThreadTimes.of(server.descendants().stream()).since(workerBefore));
  }

  /** Notes what a run cost. */
  void keep(String setting, Load load, Taken taken) {
    Profile profile = profiles.computeIfAbsent(load.what(), name -> new Profile());
    profile.server = profile.server.plus(taken.server());
    profile.worker = profile.worker.plus(taken.worker());
    profile.tasks += load.tasks();
    double tasks = load.tasks();
    Reading before = taken.before();
    Reading after = taken.after();
    costs
        .computeIfAbsent(setting, name -> new LinkedHashMap<>())
        .computeIfAbsent(load, what -> new ArrayList<>())
        .add(
            new Cost(
                tasks * 1_000 / Figures.millis(taken.time()),
                (after.calls - before.calls) / tasks,
                (after.requests - before.requests) / tasks,
                (after.bytes - before.bytes) / tasks,
                (after.server - before.server) / tasks,
                (after.worker - before.worker) / tasks));
  }

  /** Which threads the processor time of those loads goes to. */
  String profile() {
    StringBuilder text = new StringBuilder();
    PROFILED.forEach(
        name -> {
          Profile profile = profiles.getOrDefault(name, new Profile());
          List<List<String>> rows = new ArrayList<>(profile.server.rows("server", profile.tasks));
          rows.addAll(profile.worker.rows("worker", profile.tasks));
          text.append(Figures.table(List.of(name + ": a task costs", "µs"), rows)).append('\n');
        });
    return text.toString();
  }

  String report() {
    List<List<String>> rows = new ArrayList<>();
    costs.forEach(
        (setting, loads) ->
            loads.forEach(
                (load, all) ->
                    rows.add(
                        List.of(
                            setting + ": " + load.what(),
                            median(all, Cost::perSecond),
                            median(all, Cost::calls),
                            median(all, Cost::requests),
                            median(all, Cost::bytes),
                            median(all, Cost::server),
                            median(all, Cost::worker)))));
    return Figures.table(
        Figures.row(
            "For each task",
            "tasks/s",
            "calls",
            "requests",
            "bytes of bodies",
            "processor ms, server",
            "processor ms, worker"),
        rows);
  }

  private static String median(List<Cost> all, ToDoubleFunction<Cost> of) {
    return Figures.number(Figures.median(all.stream().mapToDouble(of).boxed().toList()));
  }
}
