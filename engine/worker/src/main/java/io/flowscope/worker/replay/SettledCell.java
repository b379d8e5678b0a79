package io.flowscope.worker.replay;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A promise that was finished before the run knew of it: first in every finish order. */
final class SettledCell<T> extends Cell<T> {
  private final @Nullable T value;
  private @Nullable Filling content;

  SettledCell(Run run, Promise<T> settled) {
    super(run, "Promise.of");
    value =
        switch (settled.outcome()) {
          case Outcome.Succeeded<T>(T v) -> {
            succeed(0);
            yield v;
          }
          case Outcome.Failed<T>(TaskFailed f) -> failed(f);
          case Outcome.TimedOut<T> f -> failed(f.failure());
          case Outcome.Canceled<T> f -> failed(f.failure());
        };
    super.observe();
  }

  private @Nullable T failed(TaskFailed failure) {
    fail(failure, 0);
    return null;
  }

  /** Nobody made a call for it; but its value may hold promises of calls. */
  @Override
  List<String> needs() {
    Set<String> needs = new LinkedHashSet<>();
    held().forEach(cell -> needs.addAll(cell.needs()));
    return List.copyOf(needs);
  }

  List<Cell<?>> held() {
    return Filling.held(run, value, id);
  }

  @Override
  @Nullable T value() {
    return value;
  }

  @Override
  Filling content() {
    if (content == null) {
      content = Filling.of(value, id);
    }
    return content;
  }
}
