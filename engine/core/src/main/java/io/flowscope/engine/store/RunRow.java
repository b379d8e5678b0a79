package io.flowscope.engine.store;

import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionConfiguration;
import io.flowscope.engine.model.WorkflowType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An execution as lists show it.
 *
 * @param number counts the executions of this store from 1
 * @param closing null while it is open
 */
public record RunRow(
    long number,
    String domain,
    WorkflowExecution execution,
    WorkflowType type,
    Instant startedAt,
    @Nullable WorkflowExecution parent,
    List<String> tags,
    WorkflowExecutionConfiguration configuration,
    @Nullable Closing closing) {

  /**
   * How it ended.
   *
   * @param contextEventId the event with the latest execution context; 0 when there is none
   * @param total how many events the whole store had then; tells what was closed later
   */
  public record Closing(
      Instant at,
      CloseStatus status,
      boolean cancelRequested,
      long lastEventId,
      long contextEventId,
      @Nullable Instant latestActivityTaskAt,
      long total) {}

  /** The same, closed. */
  public RunRow closed(Closing how) {
    return new RunRow(number, domain, execution, type, startedAt, parent, tags, configuration, how);
  }
}
