package io.flowscope;

import io.flowscope.spi.Current;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The flow of plain Java: real time, real chance, and nobody who could send a signal. */
final class InlineFlow implements Flow {
  private final RandomGenerator random = RandomGenerator.getDefault();

  @Override
  public Instant now() {
    return Instant.now();
  }

  /** Sleeps at once, as one task after another would. */
  @Override
  public Promise<Void> sleep(Duration duration) {
    try {
      Thread.sleep(duration);
      return Promise.of(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Promise.failed(new TaskCanceled("Flow.sleep", "interrupted", null));
    }
  }

  @Override
  public <T> Promise<T> signal(String name, Class<T> type) {
    return Promise.failed(
        new TaskFailed(
            "Flow.signal." + name,
            "Nobody can send the signal '" + name + "' to plain Java; run the workflow instead",
            null));
  }

  @Override
  public Promise<Void> signal(String workflowId, String name, Object value) {
    return Promise.failed(
        new TaskFailed("Flow.signal." + name, "There is no execution " + workflowId, null));
  }

  @Override
  public <T> Promise<T> branch(Supplier<? extends T> body) {
    return Current.flow().branch(body);
  }

  /** Nothing is undone: an exception leaves plain Java at once. */
  @Override
  public void onFailure(Runnable undo) {}

  @Override
  public void marker(String name, Object details) {}

  @Override
  public void progress(long done, long of) {}

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public UUID uuid() {
    return UUID.randomUUID();
  }

  @Override
  public <T> T sideEffect(Class<T> type, Supplier<T> supplier) {
    return supplier.get();
  }

  @Override
  public boolean cancelRequested() {
    return false;
  }

  @Override
  public long historyLength() {
    return 0;
  }

  @Override
  public <T> Promise<T> restart(Object... args) {
    return Promise.failed(
        new TaskFailed("Flow.restart", "Plain Java has no run that could be restarted", null));
  }

  @Override
  public int version(String changeId, int min, int max) {
    return max;
  }

  @Override
  public System.Logger log() {
    return System.getLogger("io.flowscope.workflow");
  }
}
