package io.flowscope.server.whole;

import io.flowscope.engine.Backend;
import io.flowscope.engine.core.Verify;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A server with as many clients as it needs to be busy, then ten times as many, then few again. So
 * few calls may wait that the few clients have room and the many have not.
 */
final class Overload {
  private static final Traffic.Clients BUSY = new Traffic.Clients(8, 4, 4);
  private static final Traffic.Clients TOO_MANY = new Traffic.Clients(80, 40, 40);
  private static final int QUEUE = 16;

  /** Calls that many clients are refused at least. */
  private static final int FLOOR = 100;

  /** What is left of the rate at least while there are too many, and afterwards. */
  private static final double SHARE = 0.5;

  private static final Duration LONGEST = Duration.ofSeconds(300);

  private final Path data;
  private final long seed;
  private final Ledger ledger = new Ledger();
  private final AtomicLong throttled = new AtomicLong();

  Overload(Path work, long seed) {
    this.data = work.resolve("overload/data");
    this.seed = seed;
  }

  /** Each phase for so many seconds. */
  FaultCampaign.Result run(int seconds) {
    List<String> violations = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    long many;
    ServerProcess server = ServerProcess.plain(data, 0, "--set", "limits.queue.calls=" + QUEUE);
    try (Backend backend = server.swf()) {
      Traffic.register(backend, ServerKills.DOMAIN);
      phase(backend, "warm", BUSY, seconds / 2);
      rates.add(phase(backend, "busy", BUSY, seconds));
      long few = throttled.get();
      rates.add(phase(backend, "over", TOO_MANY, seconds));
      many = throttled.get() - few;
      rates.add(phase(backend, "after", BUSY, seconds));
      few = throttled.get() - many;
      if (many < FLOOR) {
        violations.add("Only " + many + " calls were refused");
      }
      if (few > many / 10) {
        violations.add(few + " calls of few clients were refused, " + many + " of too many");
      }
      if (Math.min(rates.get(1), rates.get(2)) < SHARE * rates.get(0)) {
        violations.add("Too few calls were answered: " + rates);
      }
      LedgerCheck check = new LedgerCheck(backend, ServerKills.DOMAIN, ledger);
      check.resolve();
      Drain.all(backend, ServerKills.DOMAIN, ledger, check, "drain", LONGEST);
      check.check(ledger.workflowIds());
      violations.addAll(check.violations());
    }
    server.close();
    violations.addAll(Verify.folder(data.resolve("engine")).violations());
    return new FaultCampaign.Result(
        String.format(
            Locale.ROOT,
            "Answered calls a second: %.0f with 16 clients, %.0f with 160 (%.0f %%), %.0f with 16"
                + " again; %,d calls answered, none lost; %,d of the 160 refused with"
                + " ThrottlingException, as %d may wait; all executions ended",
            rates.get(0),
            rates.get(1),
            100 * rates.get(1) / rates.get(0),
            rates.get(2),
            ledger.answered(),
            many,
            QUEUE),
        violations);
  }

  private void book(Note note) {
    if (note.state() == Note.State.REFUSED && note.fault().equals("ThrottlingException")) {
      throttled.incrementAndGet();
    }
    ledger.accept(note);
  }

  private double phase(Backend backend, String name, Traffic.Clients clients, int seconds) {
    try (Traffic traffic =
        new Traffic(backend, ServerKills.DOMAIN, this::book, name, seed).start(clients)) {
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
