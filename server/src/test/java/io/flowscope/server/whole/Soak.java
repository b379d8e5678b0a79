package io.flowscope.server.whole;

import io.flowscope.engine.Backend;
import io.flowscope.engine.core.Verify;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * A server under steady traffic, looked at again and again: SWF clients, and somebody who reads
 * pages and watches executions. What it holds must not grow once it is warm.
 */
final class Soak {
  private static final Traffic.Clients CLIENTS = new Traffic.Clients(4, 3, 3);
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(300);
  private static final int LOOKS = 60;

  /** More would wait for the clients, not for the server. */
  private static final int MOST_OPEN = 60;

  /** After so many looks the most that can be done is known; from then on it is so much of it. */
  private static final int LOOKS_AT_MOST = 6;

  private static final double SHARE = 0.7;

  /** Of the time; caches fill and code is compiled meanwhile. */
  private static final double WARM_UP = 0.4;

  /** How much the live heap may grow from the first half of what is measured to the second. */
  private static final double MOST_GROWTH = 1.1;

  /** Threads and files that come and go with what is under way at a moment. */
  private static final int COME_AND_GO = 10;

  private final Path data;
  private final long seed;
  private final Ledger ledger = new Ledger();
  private final List<String> violations = new ArrayList<>();

  Soak(Path work, long seed) {
    this.data = work.resolve("soak/data");
    this.seed = seed;
  }

  /**
   * What a look found.
   *
   * @param hours since the first
   * @param heap live, after a collection, in MiB
   * @param p99 of the calls since the look before, in ms
   * @param calls answered since then
   */
  private record Look(
      double hours, double heap, double threads, double files, double p99, int calls) {}

  FaultCampaign.Result run(int minutes) {
    List<Look> looks = new ArrayList<>();
    int pages;
    ServerProcess server = ServerProcess.plain(data, 0);
    SteadyPace pace = new SteadyPace(MOST_OPEN);
    try (Timed backend = new Timed(server.swf())) {
      Traffic.register(backend, ServerKills.DOMAIN);
      try (Traffic traffic =
              new Traffic(backend, ServerKills.DOMAIN, ledger, "soak", seed, pace).start(CLIENTS);
          Visitor visitor = new Visitor(server.api(), ledger)) {
        long begin = System.nanoTime();
        for (int i = 1; i <= LOOKS; i++) {
          long until = begin + TimeUnit.MINUTES.toNanos(minutes) / LOOKS * i;
          while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
          }
          looks.add(look(server, backend, (System.nanoTime() - begin) / 3.6e12));
          if (i == LOOKS_AT_MOST) {
            pace.slowTo(SHARE);
          }
        }
        pages = visitor.seen();
      }
      end(backend);
    }
    server.close();
    violations.addAll(Verify.folder(data.resolve("engine")).violations());
    if (pages < LOOKS) {
      violations.add("Only " + pages + " executions were watched");
    }
    return new FaultCampaign.Result(judged(looks, minutes, pages), violations);
  }

  private static Look look(ServerProcess server, Timed backend, double hours) {
    List<Double> millis = backend.taken();
    return new Look(
        hours,
        Memory.live(server.pid()),
        Memory.threads(server.pid()),
        Memory.files(server.pid()),
        millis.isEmpty() ? 0 : Figures.percentile(millis, 99),
        millis.size());
  }

  private void end(Backend backend) {
    LedgerCheck check = new LedgerCheck(backend, ServerKills.DOMAIN, ledger);
    check.resolve();
    Drain.all(backend, ServerKills.DOMAIN, ledger, check, "drain", LONGEST_DRAIN);
    check.check(ledger.workflowIds());
    violations.addAll(check.violations());
  }

  private String judged(List<Look> looks, int minutes, int pages) {
    List<Look> warm = looks.subList((int) (LOOKS * WARM_UP), LOOKS);
    List<Look> first = warm.subList(0, warm.size() / 2);
    List<Look> second = warm.subList(warm.size() / 2, warm.size());
    Slope heap = Slope.of(warm, Look::hours, Look::heap);
    double most = calls(looks.subList(0, LOOKS_AT_MOST));
    double steady = calls(warm);
    if (looks.stream().anyMatch(look -> look.calls() == 0)) {
      violations.add("Nothing was answered between two looks");
    }
    // A heap that grows by less than 1 % an hour, as far as looks that scatter can tell.
    double certain = heap.perHour() - 2 * heap.error();
    if (certain > 1 || median(second, Look::heap) > MOST_GROWTH * median(first, Look::heap)) {
      violations.add("The live heap grows: " + warm.stream().map(Look::heap).toList());
    }
    grows("threads", first, second, Look::threads);
    grows("open files", first, second, Look::files);
    return String.format(
        Locale.ROOT,
        "%d minutes, the first %.0f %% to get warm; %.0f calls answered a second, polls apart,"
            + " after %.0f at the beginning when as many as possible were made; %,d executions"
            + " watched on their pages. Live heap %s MiB (medians of the two halves), %+.0f %% an"
            + " hour with a standard error of %.0f; threads %s, open files %s; 99th percentile of a"
            + " call %s ms. None lost, all executions ended",
        minutes,
        100 * WARM_UP,
        steady,
        most,
        pages,
        both(first, second, Look::heap),
        heap.perHour(),
        heap.error(),
        both(first, second, Look::threads),
        both(first, second, Look::files),
        both(first, second, Look::p99));
  }

  private void grows(
      String what, List<Look> first, List<Look> second, ToDoubleFunction<Look> value) {
    if (median(second, value) > median(first, value) + COME_AND_GO) {
      violations.add("More " + what + ": " + both(first, second, value));
    }
  }

  /** Answered a second, from before the first of these looks to the last. */
  private static double calls(List<Look> looks) {
    double step = (looks.getLast().hours() - looks.getFirst().hours()) / (looks.size() - 1);
    return looks.stream().mapToInt(Look::calls).sum() / (looks.size() * step * 3_600);
  }

  private static double median(List<Look> looks, ToDoubleFunction<Look> value) {
    return Figures.median(looks.stream().mapToDouble(value).boxed().toList());
  }

  private static String both(List<Look> first, List<Look> second, ToDoubleFunction<Look> value) {
    return Figures.number(median(first, value)) + ", then " + Figures.number(median(second, value));
  }
}
