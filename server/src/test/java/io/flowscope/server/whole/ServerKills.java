package io.flowscope.server.whole;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.Backend;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills the packaged server while SWF clients in this process and in another one use it over HTTP,
 * and while its own worker runs a workflow of the demo; now the server alone, now with its workers
 * and the other process.
 */
final class ServerKills {
  static final String DOMAIN = "default";
  static final String VIDEO =
      "[\"s3://talks/europython-2015.mp4\",\"s3://talks/europython-2015.srt\"]";

  /** Answered calls before a kill at least. */
  static final int FLOOR = 100;

  /** Starts by REST that must have been answered. */
  private static final double SHARE = 0.9;

  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(120);

  private final Path data;
  private final List<String> java;
  private final long seed;
  private final Random random;
  private final int port = ServerProcess.freePort();
  private final Ledger ledger = new Ledger();
  private final KillFigures figures = new KillFigures();
  private final List<Api.Run> videos = new ArrayList<>();
  private final List<ProcessHandle> everyWorker = new ArrayList<>();

  ServerKills(Path data, long seed) {
    this(data, seed, List.of());
  }

  /**
   * @param java options of Java for the servers
   */
  ServerKills(Path data, long seed, List<String> java) {
    this.data = data;
    this.java = java;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Kills so many times, lets all executions end, and stops the server. */
  KillFigures run(int kills) {
    ServerProcess server = ServerProcess.start(java, data, port);
    WorkerChild child = null;
    try (Backend backend = server.swf()) {
      Traffic.register(backend, DOMAIN);
      for (int round = 0; round < kills; round++) {
        if (child == null) {
          child = new WorkerChild(server.address(), data, "child" + round, ledger);
        }
        boolean all = round % 2 == 1;
        killed(server, backend, round, all);
        if (all) {
          child.kill();
          child = null;
        }
        long begin = System.nanoTime();
        server = ServerProcess.start(java, data, port);
        figures.ready(Duration.ofNanos(System.nanoTime() - begin), server.handle());
      }
      if (child != null) {
        child.close();
      }
      check(backend);
      videos(server.api(), kills);
    }
    everyWorker.addAll(server.descendants());
    server.close();
    return figures;
  }

  private void killed(ServerProcess server, Backend backend, int round, boolean all) {
    try {
      videos.add(server.api().start("ProcessVideo", VIDEO));
    } catch (UncheckedIOException e) {
      // Like any call without an answer: it may have been started or not.
      System.err.println("Round " + round + ": no answer to a start: " + e.getCause());
    }
    long before = ledger.answered();
    try (Traffic traffic =
        new Traffic(backend, DOMAIN, ledger, "r" + round, seed + round)
            .start(Traffic.Clients.STARTERS)) {
      ledger.awaitAnswered(before + FLOOR);
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500));
      while (System.nanoTime() < until) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      everyWorker.addAll(server.descendants());
      if (all) {
        server.killAll();
      } else {
        server.kill();
      }
    }
    figures.killed((int) (ledger.answered() - before), FLOOR, null);
  }

  private void check(Backend backend) {
    LedgerCheck check = new LedgerCheck(backend, DOMAIN, ledger);
    check.resolve();
    Drain.all(backend, DOMAIN, ledger, check, "drain", LONGEST_DRAIN);
    check.repeat(ledger.all());
    check.check(ledger.workflowIds());
    figures.add(check);
    figures.answered(ledger);
  }

  /** The workflow of the demo ends as if nothing had happened. */
  private void videos(Api api, int rounds) {
    if (videos.size() < SHARE * rounds) {
      figures.violations(List.of("Only " + videos.size() + " video workflows were started"));
    }
    for (Api.Run started : videos) {
      Api.Run run = api.run(started.workflowId, started.runId);
      run.join();
      List<JsonNode> events = run.history();
      Histories.assertSound(events);
      if (!run.status().equals("completed")
          || Histories.count(events, "ActivityTaskCompleted") != 15) {
        figures.violations(List.of("The video workflow ended as " + run.summary()));
      }
    }
  }

  /** The worker processes of all servers that were killed. */
  List<ProcessHandle> everyWorker() {
    return everyWorker;
  }
}
