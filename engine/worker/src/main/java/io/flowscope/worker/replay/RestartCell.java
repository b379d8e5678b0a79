package io.flowscope.worker.replay;

import org.jspecify.annotations.Nullable;

/** What {@code Flow.restart} gives: never has a value, for another run goes on. */
final class RestartCell<T> extends Cell<T> {
  RestartCell(Run run, String id) {
    super(run, id);
  }

  @Override
  @Nullable T value() {
    throw new IllegalStateException("A restarted run has no value");
  }

  @Override
  Filling content() {
    throw new IllegalStateException("A restarted run has no value");
  }
}
