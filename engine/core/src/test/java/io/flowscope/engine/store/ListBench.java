package io.flowscope.engine.store;

import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.WorkflowTypeFilter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a page of a list of closed runs costs. Arguments: folders that {@link StoreBench} filled, to
 * be compared.
 */
final class ListBench {
  private static final int PAGES = 60;
  private static final int SIZE = 100;

  private ListBench() {}

  public static void main(String[] folders) {
    for (String folder : folders) {
      try (H2Store store = new H2Store(Path.of(folder), false)) {
        System.out.println(folder + ": " + store.held() + " events");
        filters().forEach((name, query) -> measure(store, name, query));
      }
    }
  }

  private static Map<String, ClosedQuery> filters() {
    Map<String, ClosedQuery> filters = new LinkedHashMap<>();
    WorkflowTypeFilter type = new WorkflowTypeFilter("W3", "1");
    filters.put("all", query(null, null, null, null));
    filters.put("type", query(null, type, null, null));
    filters.put("workflow id", query("w7", null, null, null));
    filters.put("tag", query(null, null, "tag2", null));
    filters.put("status", query(null, null, null, CloseStatus.COMPLETED));
    return filters;
  }

  private static ClosedQuery query(
      String workflowId, WorkflowTypeFilter type, String tag, CloseStatus status) {
    return new ClosedQuery(
        "default",
        true,
        Instant.EPOCH,
        null,
        workflowId,
        type,
        tag,
        status,
        true,
        Long.MAX_VALUE,
        null);
  }

  private static void measure(H2Store store, String name, ClosedQuery query) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-12s", name));
    for (boolean byClose : List.of(true, false)) {
      for (boolean newest : List.of(true, false)) {
        ClosedQuery one =
            new ClosedQuery(
                query.domain(),
                byClose,
                query.oldest(),
                null,
                query.workflowId(),
                query.type(),
                query.tag(),
                query.status(),
                newest,
                query.total(),
                null);
        long[] nanos = new long[PAGES];
        for (int i = 0; i < PAGES; i++) {
          long from = System.nanoTime();
          store.closed(one, SIZE);
          nanos[i] = System.nanoTime() - from;
        }
        Arrays.sort(nanos);
        line.append(
            String.format(
                Locale.ROOT,
                " %s %s %.2f ms",
                byClose ? "closed" : "started",
                newest ? "newest" : "oldest",
                nanos[PAGES / 2] / 1e6));
      }
    }
    System.out.println(line);
  }
}
