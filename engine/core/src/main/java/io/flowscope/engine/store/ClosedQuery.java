package io.flowscope.engine.store;

import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.WorkflowTypeFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which closed executions, in which order.
 *
 * @param byCloseTime whether times and order are those of closing; those of starting otherwise
 * @param newestFirst the order
 * @param total leaves out what was closed when the store had more events than that
 * @param after continues after this place; null from the beginning
 */
public record ClosedQuery(
    String domain,
    boolean byCloseTime,
    Instant oldest,
    @Nullable Instant latest,
    @Nullable String workflowId,
    @Nullable WorkflowTypeFilter type,
    @Nullable String tag,
    @Nullable CloseStatus status,
    boolean newestFirst,
    long total,
    @Nullable Place after) {

  /** A place in the order. */
  public record Place(long millis, long number) {}
}
