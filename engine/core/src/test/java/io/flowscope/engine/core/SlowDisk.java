package io.flowscope.engine.core;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.store.H2Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Measures reads while the disk stands still for 200 ms and for 2 s again and again. */
final class SlowDisk {
  private static final int READS = 2_000;
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final AtomicLong STALL = new AtomicLong();

  private SlowDisk() {}

  /**
   * @param arguments a seed, and how many stalls
   */
  public static void main(String[] arguments) throws IOException {
    Random random = new Random(Long.parseLong(arguments[0]));
    int stalls = Integer.parseInt(arguments[1]);
    Path folder = Files.createTempDirectory("flowscope-slow");
    try (Engine engine =
        Engine.open(
            EngineConfig.at(folder),
            HookedStore.stalling(new H2Store(folder, true), SlowDisk::stall))) {
      WorkflowExecution execution = started(engine);
      double calm = slowest(engine, execution, READS);
      double slowest = 0;
      int answered = 0;
      for (int i = 0; i < stalls; i++) {
        STALL.set(random.nextInt(4) == 0 ? LONG_NANOS : SHORT_NANOS);
        List<CompletableFuture<Done>> calls = new ArrayList<>();
        for (int call = 0; call < 50; call++) {
          calls.add(
              engine.call(
                  new Action.SignalWorkflowExecution(
                      "d", execution.workflowId(), null, "s" + i + "." + call, null)));
        }
        slowest = Math.max(slowest, slowest(engine, execution, READS / 10));
        calls.forEach(CompletableFuture::join);
        answered += calls.size();
      }
      System.out.printf(
          Locale.ROOT,
          "%d stalls of 200 ms or 2 s; %,d calls that waited for them, all answered; 99th"
              + " percentile of reading a page of history: %.2f ms calm, %.2f ms (worst round)"
              + " while the disk stood still%n",
          stalls,
          answered,
          calm,
          slowest);
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void stall() {
    long until = System.nanoTime() + STALL.getAndSet(0);
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  /** The 99th percentile of so many reads, in milliseconds. */
  private static double slowest(Engine engine, WorkflowExecution execution, int reads) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < reads; i++) {
      long begin = System.nanoTime();
      engine.call(new Action.GetWorkflowExecutionHistory("d", execution, null, 20, null)).join();
      times.add(System.nanoTime() - begin);
    }
    times.sort(Comparator.naturalOrder());
    return times.get(times.size() * 99 / 100) / 1e6;
  }

  private static WorkflowExecution started(Engine engine) {
    engine.call(new Action.RegisterDomain("d", null, "1", null)).join();
    engine
        .call(
            new Action.RegisterWorkflowType(
                "d",
                "W",
                "1",
                null,
                "NONE",
                "3600",
                new TaskList("l"),
                null,
                ChildPolicy.ABANDON,
                null))
        .join();
    return new WorkflowExecution(
        "w",
        engine
            .call(
                new Action.StartWorkflowExecution(
                    "d",
                    "w",
                    new WorkflowType("W", "1"),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null))
            .join()
            .runId());
  }
}
