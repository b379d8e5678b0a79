package io.flowscope.server.whole;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.Backend;
import io.flowscope.engine.core.Verify;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Fills a small file system of its own under a server at work, frees it, and looks again. */
final class DiskFull {
  private static final String SIZE = "160m";
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int FLOOR = 100;

  private final Path disk;
  private final long seed;
  private final List<String> violations = new ArrayList<>();
  private final List<Long> recovered = new ArrayList<>();
  private String sentence = "";

  DiskFull(Path work, long seed) throws IOException {
    this.disk = Files.createDirectory(work.resolve("disk"));
    this.seed = seed;
  }

  /** So many times full and free again. */
  FaultCampaign.Result run(int rounds) throws IOException {
    mount();
    try {
      Path data = disk.resolve("data");
      Ledger ledger = new Ledger();
      ServerProcess server = ServerProcess.plain(data, 0);
      try (Backend backend = server.swf()) {
        Traffic.register(backend, ServerKills.DOMAIN);
        for (int round = 0; round < rounds && violations.isEmpty(); round++) {
          round(server, backend, ledger, round);
        }
        LedgerCheck check = new LedgerCheck(backend, ServerKills.DOMAIN, ledger);
        check.resolve();
        Drain.all(backend, ServerKills.DOMAIN, ledger, check, "drain", LONGEST);
        check.repeat(ledger.all());
        check.check(ledger.workflowIds());
        violations.addAll(check.violations());
      }
      server.close();
      violations.addAll(Verify.folder(data.resolve("engine")).violations());
      return new FaultCampaign.Result(
          String.format(
              Locale.ROOT,
              "%d times full; %,d calls answered, none of them lost; writing again %d ms (longest)"
                  + " after space was freed. What pages and `/api/health` said: \"%s\"",
              rounds,
              ledger.answered(),
              recovered.stream().mapToLong(Long::longValue).max().orElse(0),
              sentence.replace(disk.toString(), "/disk")),
          violations);
    } finally {
      run("umount", disk.toString());
    }
  }

  private void round(ServerProcess server, Backend backend, Ledger ledger, int round)
      throws IOException {
    try (Traffic traffic =
        new Traffic(backend, ServerKills.DOMAIN, ledger, "full" + round, seed + round)
            .start(Traffic.Clients.ALL)) {
      ledger.awaitAnswered(ledger.answered() + FLOOR);
      Path ballast = disk.resolve("ballast");
      fill(ballast);
      awaitStatus(server, "writesStopped");
      long begin = System.nanoTime();
      Files.delete(ballast);
      ledger.awaitAnswered(ledger.answered() + 1);
      recovered.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
      ledger.awaitAnswered(ledger.answered() + FLOOR);
    }
  }

  private void awaitStatus(ServerProcess server, String status) {
    long until = System.nanoTime() + LONGEST.toNanos();
    JsonNode health = server.api().get("/api/health").json();
    while (!health.path("status").asText().equals(status)) {
      if (System.nanoTime() > until) {
        violations.add("The health never became " + status + " but is " + health);
        return;
      }
      LockSupport.parkNanos(20_000_000);
      health = server.api().get("/api/health").json();
    }
    sentence = health.path("message").asText();
  }

  /** Takes all that is left, to the last byte. */
  private static void fill(Path file) {
    byte[] bytes = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(bytes);
      }
    } catch (IOException e) {
      // Full.
    }
  }

  private void mount() throws IOException {
    if (run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", disk.toString()) != 0) {
      throw new IOException(
          "A file system of "
              + SIZE
              + " cannot be mounted on "
              + disk
              + "; run this as root. DiskFullIT shows the same without.");
    }
  }

  private static int run(String... command) throws IOException {
    return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
  }
}
