package io.flowscope.engine.store;

import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionConfiguration;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.queue.TaskKey;
import io.flowscope.engine.queue.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a batch costs the store alone, in a chain and in many runs at once. Arguments: a folder that
 * may be filled, the number of events to be there before, and the number of batches to measure; a
 * chain's step is two of them.
 */
final class StoreBench {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final TaskList LIST = new TaskList("default");
  private static final ActivityType TYPE = new ActivityType("Work", "1.0");
  private static final int FILL = 1_000;
  private static final int WIDE = 2_000;
  private static final int CHANGED = 20;

  private final EventStore store;
  private long id;

  private StoreBench(EventStore store) {
    this.store = store;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    long before = Long.parseLong(args[1]);
    int batches = Integer.parseInt(args[2]);
    for (boolean synced : new boolean[] {false, true}) {
      Path data = folder.resolve(synced ? "power" : "process");
      long opening = System.nanoTime();
      try (EventStore store = new H2Store(data, synced)) {
        new StoreBench(store).fill(before);
        for (int round = 0; round < 4; round++) {
          new StoreBench(store).chain(synced, batches, store.load().lastRun() + 1);
        }
        opening = System.nanoTime();
      }
      say("close: %.0f ms", (System.nanoTime() - opening) / 1e6);
      wide(data, synced, batches);
      opening = System.nanoTime();
      new H2Store(data, synced).close();
      say(
          "open and close: %.0f ms; folder %,d KiB",
          (System.nanoTime() - opening) / 1e6, size(data));
    }
  }

  private void fill(long events) {
    long from = System.nanoTime();
    for (long run = store.load().lastRun() + 1; run * 12 <= events; run++) {
      Batch batch = new Batch();
      for (int n = 0; n < FILL / 12 && run * 12 <= events; n++, run++) {
        id = 0;
        batch.start(row(run));
        for (int step = 0; step < 2; step++) {
          answered(batch, run);
          scheduled(batch, run);
        }
        batch.close(
            row(run)
                .closed(
                    new RunRow.Closing(
                        AT.plusMillis(run), CloseStatus.COMPLETED, false, 12, 0, AT, run * 12)));
      }
      run--;
      store.append(batch);
    }
    say("filled with %,d events in %.1f s", events, (System.nanoTime() - from) / 1e9);
  }

  private void chain(boolean synced, int batches, long run) {
    Batch start = new Batch();
    start.start(row(run));
    store.append(start);
    long[] nanos = new long[batches];
    long begin = System.nanoTime();
    for (int i = 0; i < batches; i++) {
      Batch batch = new Batch();
      String ended = "token-" + i;
      Lease lease =
          new Lease(
              "token-" + (i + 1),
              "default",
              new TaskKey("run-" + run, id + 2),
              i % 2 == 0 ? TaskKind.DECISION : TaskKind.ACTIVITY,
              id + 3,
              "worker@host",
              AT,
              null,
              null);
      if (i % 2 == 0) {
        answered(batch, run);
      } else {
        scheduled(batch, run);
      }
      batch.endLease(ended);
      batch.lease(lease);
      long from = System.nanoTime();
      store.append(batch);
      nanos[i] = System.nanoTime() - from;
    }
    double mean = (System.nanoTime() - begin) / 1e3 / batches;
    Arrays.sort(nanos);
    say(
        "%s: %,d batches, mean %.0f us, median %.0f, 90%% %.0f, 99%% %.0f, worst %.0f",
        synced ? "power" : "process",
        batches,
        mean,
        nanos[batches / 2] / 1e3,
        nanos[batches * 9 / 10] / 1e3,
        nanos[batches * 99 / 100] / 1e3,
        nanos[batches - 1] / 1e3);
  }

  /** Many open runs of which each batch changes some, until all of it is in the database. */
  private static void wide(Path data, boolean synced, int batches) {
    long cpu = cpuMillis();
    try (EventStore store = new H2Store(data, synced)) {
      long first = store.load().lastRun() + 1;
      Batch start = new Batch();
      for (long run = first; run < first + WIDE; run++) {
        start.start(row(run));
      }
      store.append(start);
      for (int i = 0; i < batches; i++) {
        StoreBench bench = new StoreBench(store);
        Batch batch = new Batch();
        for (int n = 0; n < CHANGED; n++) {
          int change = i * CHANGED + n;
          bench.id = change / WIDE * 3L;
          bench.answered(batch, first + change % WIDE);
        }
        store.append(batch);
      }
    }
    say(
        "%,d open runs, %,d batches of %d of them: %,d ms of processor time",
        WIDE, batches, CHANGED, cpuMillis() - cpu);
  }

  private static long cpuMillis() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
  }

  private void answered(Batch batch, long run) {
    add(batch, run, new Event.ActivityTaskCompleted("{\"value\":12345}", id - 1, id));
    add(batch, run, new Event.DecisionTaskScheduled(LIST, null, "10", null));
    add(batch, run, new Event.DecisionTaskStarted("worker@host", id));
  }

  private void scheduled(Batch batch, long run) {
    add(batch, run, new Event.DecisionTaskCompleted("{\"fs\":1}", id - 1, id, LIST, null));
    add(
        batch,
        run,
        new Event.ActivityTaskScheduled(
            TYPE,
            "a" + id,
            "{\"args\":[1,\"text of some length\"]}",
            "{\"fs\":1,\"after\":[1,2,3]}",
            "300",
            "300",
            "600",
            LIST,
            null,
            id,
            "NONE"));
    add(batch, run, new Event.ActivityTaskStarted("worker@host", id));
  }

  private void add(Batch batch, long run, Event event) {
    id++;
    batch.append(run, new HistoryEvent(AT.plusMillis(id), id, event));
  }

  private static RunRow row(long number) {
    return new RunRow(
        number,
        "default",
        new WorkflowExecution("w" + number, "run-" + number),
        new WorkflowType("W" + number % 7, "1"),
        AT.plusMillis(number),
        null,
        List.of("tag" + number % 5),
        new WorkflowExecutionConfiguration("1", "2", LIST, null, ChildPolicy.ABANDON, null),
        null);
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum()
          / 1024;
    }
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
