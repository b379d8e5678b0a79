package io.flowscope;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The context of a task that runs as plain Java: the first and only attempt, never canceled. */
record InlineTask(String activityId) implements TaskContext {
  @Override
  public boolean heartbeat(@Nullable Object details) {
    return true;
  }

  @Override
  public <T> Optional<T> lastDetails(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public String workflowId() {
    return "inline";
  }

  @Override
  public String runId() {
    return "inline";
  }

  @Override
  public boolean cancelRequested() {
    return false;
  }
}
