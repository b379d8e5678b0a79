package io.flowscope;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The context of a task that runs as plain Java: never canceled. */
final class InlineTask implements TaskContext {
  private final String call;
  private final int attempt;
  private final @Nullable Object before;
  private @Nullable Object details;

  /**
   * @param before the attempt before this one, if there was one
   */
  InlineTask(String call, @Nullable InlineTask before) {
    this.call = call;
    this.attempt = before == null ? 1 : before.attempt + 1;
    this.before = before == null ? null : before.details;
  }

  @Override
  public boolean heartbeat(@Nullable Object said) {
    details = said;
    return true;
  }

  @Override
  public <T> Optional<T> lastDetails(Class<T> type) {
    return Optional.ofNullable(before).filter(type::isInstance).map(type::cast);
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public String activityId() {
    return attempt == 1 ? call : call + "." + attempt;
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
