package io.flowscope.worker.replay;

import io.flowscope.TaskFailed;
import io.flowscope.spi.Failures;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a branch gives. */
final class BranchCell<T> extends Cell<T> {
  final @Nullable Cell<?> source;
  final List<String> after;
  final @Nullable CallSite site = CallSite.here();
  private @Nullable T value;
  private @Nullable Filling content;

  BranchCell(Run run, String id, @Nullable Cell<?> source, List<String> after) {
    super(run, id);
    this.source = source;
    this.after = after;
  }

  /** The body of the branch. */
  void run(Supplier<? extends T> body) {
    try {
      value = body.get();
      succeed(run.nextFinish());
    } catch (TaskFailed failure) {
      fail(failure, run.nextFinish());
    } catch (Throwable thrown) {
      fail(Failures.of(id, thrown), run.nextFinish());
    }
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
