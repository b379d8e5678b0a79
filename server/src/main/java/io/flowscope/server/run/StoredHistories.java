package io.flowscope.server.run;

import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.H2Store;
import io.flowscope.engine.store.RunRow;
import io.flowscope.engine.store.StoreException;
import io.flowscope.server.DataFolder;
import io.flowscope.server.UsageError;
import io.flowscope.server.connect.Connection;
import io.flowscope.server.http.LargeValues;
import io.flowscope.server.http.Where;
import io.flowscope.server.payload.ServerPayloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** All executions of a data folder, which no server may use meanwhile; nothing is changed. */
final class StoredHistories {
  private static final int PAGE = 500;

  private StoredHistories() {}

  static void each(Path data, ToReplay.Sink sink) throws IOException, InterruptedException {
    Path engine = data.resolve("engine");
    if (!Files.isDirectory(engine)) {
      throw new UsageError(
          "--data %s: this is no data folder of a Flowscope server; give the one that was given to serve."
              .formatted(data));
    }
    try (DataFolder folder = DataFolder.open(data);
        EventStore store = new H2Store(folder.root().resolve("engine"), true)) {
      LargeValues values =
          new LargeValues(
              ServerPayloads.in(
                  folder.root().resolve("values"),
                  false,
                  Payloads.STANDARD_CAP,
                  InstantSource.system()));
      List<RunRow> page = store.runsAfter(0, PAGE);
      while (!page.isEmpty()) {
        for (RunRow row : page) {
          sink.take(history(store, values, row));
        }
        page = store.runsAfter(page.getLast().number(), PAGE);
      }
    } catch (StoreException e) {
      throw new UsageError("--data %s: %s".formatted(data, e.getMessage()));
    }
  }

  private static ToReplay history(EventStore store, LargeValues values, RunRow row) {
    String workflowId = row.execution().workflowId();
    String runId = row.execution().runId();
    String name = workflowId + " (run " + runId + ")";
    List<HistoryEvent> events = new ArrayList<>();
    try {
      store.replay(row.number(), events::add);
    } catch (StoreException e) {
      return ToReplay.unreadable(name, e.getMessage());
    }
    return new ToReplay(
        name,
        values.export(new Where(Connection.LOCAL, row.domain()), workflowId, runId, events),
        null,
        events.size());
  }
}
