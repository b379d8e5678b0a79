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

/** A server with as many clients as it needs to be busy, then ten times as many, then few again. */
final class Overload {
  private static final Traffic.Clients BUSY = new Traffic.Clients(8, 4, 4);
  private static final Traffic.Clients TOO_MANY = new Traffic.Clients(80, 40, 40);
  private static final Duration LONGEST = Duration.ofSeconds(300);

  private final Path data;
  private final long seed;
  private final Ledger ledger = new Ledger();

  Overload(Path work, long seed) {
    this.data = work.resolve("overload/data");
    this.seed = seed;
  }

  /** Each phase for so many seconds. */
  FaultCampaign.Result run(int seconds) {
    List<String> violations = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    ServerProcess server = ServerProcess.plain(data, 0);
    try (Backend backend = server.swf()) {
      Traffic.register(backend, ServerKills.DOMAIN);
      phase(backend, "warm", BUSY, seconds / 2);
      rates.add(phase(backend, "busy", BUSY, seconds));
      rates.add(phase(backend, "over", TOO_MANY, seconds));
      rates.add(phase(backend, "after", BUSY, seconds));
      LedgerCheck check = new LedgerCheck(backend, ServerKills.DOMAIN, ledger);
      check.resolve();
      Drain.all(backend, ServerKills.DOMAIN, ledger, check, "drain", LONGEST);
      check.check(ledger.workflowIds());
      violations.addAll(check.violations());
    }
    server.close();
    violations.addAll(Verify.folder(data.resolve("engine")).violations());
    long throttled =
        ledger.of(Note.State.REFUSED).stream()
            .filter(note -> note.fault().equals("ThrottlingException"))
            .count();
    return new FaultCampaign.Result(
        String.format(
            Locale.ROOT,
            "Answered calls a second: %.0f with 16 clients, %.0f with 160 (%.0f %%), %.0f with 16"
                + " again; %,d calls answered, none lost; %d refused with ThrottlingException; all"
                + " executions ended",
            rates.get(0),
            rates.get(1),
            100 * rates.get(1) / rates.get(0),
            rates.get(2),
            ledger.answered(),
            throttled),
        violations);
  }

  private double phase(Backend backend, String name, Traffic.Clients clients, int seconds) {
    try (Traffic traffic =
        new Traffic(backend, ServerKills.DOMAIN, ledger, name, seed).start(clients)) {
      long before = ledger.answered();
      long begin = System.nanoTime();
      long until = begin + TimeUnit.SECONDS.toNanos(seconds);
      while (System.nanoTime() < until) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      return (ledger.answered() - before) * 1e9 / (System.nanoTime() - begin);
    }
  }
}
