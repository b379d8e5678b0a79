package io.flowscope.worker.replay;

import io.flowscope.TaskFailed;
import io.flowscope.spi.Failures;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a branch gives. */
final class BranchCell<T> extends Cell<T> {
  /** What it is made of as far as is known at the start: the promise that is mapped. */
  private final @Nullable Cell<?> source;

  final List<String> after;
  final @Nullable CallSite site = CallSite.here();
  private @Nullable Branch branch;
  private List<Cell<?>> seen = List.of();
  private @Nullable T value;
  private @Nullable Filling content;

  BranchCell(Run run, String id, @Nullable Cell<?> source, List<String> after) {
    super(run, id);
    this.source = source;
    this.after = after;
  }

  /** To be called before the body runs. */
  void runsIn(Branch child) {
    branch = child;
  }

  /** The body of the branch. */
  void run(Supplier<? extends T> body) {
    try {
      value = body.get();
      over();
      succeed(run.nextFinish());
    } catch (TaskFailed failure) {
      over();
      fail(failure, run.nextFinish());
    } catch (Throwable thrown) {
      over();
      fail(Failures.of(id, thrown), run.nextFinish());
    }
  }

  private void over() {
    if (branch != null) {
      seen = branch.seen();
      branch = null;
    }
  }

  /**
   * The promises that its value is made of, as far as is known: those that the value holds; of a
   * plain value or a failure, those that the code looked at last.
   */
  List<Cell<?>> madeOf() {
    List<Cell<?>> held = state() == State.DONE ? Filling.held(run, value, id) : List.<Cell<?>>of();
    if (!held.isEmpty()) {
      return held;
    }
    Set<Cell<?>> cells = new LinkedHashSet<>();
    if (source != null) {
      cells.add(source);
    }
    cells.addAll(seen);
    return List.copyOf(cells);
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
