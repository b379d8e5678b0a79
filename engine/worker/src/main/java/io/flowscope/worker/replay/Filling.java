package io.flowscope.worker.replay;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.TaskFailed;
import io.flowscope.spi.Failures;
import io.flowscope.worker.Template;
import io.flowscope.worker.ValueException;
import io.flowscope.worker.Values;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A frozen value whose holes fill as promises finish: one counter, no search. It is spoiled by the
 * failure that finished first.
 */
final class Filling {
  private static final Template NOTHING = Values.template(null, "value");

  private final Template template;
  private final List<Cell<?>> cells = new ArrayList<>();
  private @Nullable List<Runnable> watchers;
  private int missing;
  private @Nullable TaskFailed failure;
  private long failedAt = Long.MAX_VALUE;
  private @Nullable String text;

  Filling(Template template) {
    this.template = template;
    for (Promise<?> promise : template.promises()) {
      if (promise instanceof Cell<?> cell) {
        cell.used();
        cell.observe();
        cells.add(cell);
        add(cell);
      } else if (promise.outcome() instanceof Outcome.Succeeded<?>) {
        throw new IllegalStateException("A settled promise left a hole");
      } else {
        spoil(failureOf(promise), Long.MIN_VALUE);
      }
    }
  }

  private static TaskFailed failureOf(Promise<?> promise) {
    return switch (promise.outcome()) {
      case Outcome.Failed<?> f -> f.failure();
      case Outcome.TimedOut<?> f -> f.failure();
      case Outcome.Canceled<?> f -> f.failure();
      case Outcome.Succeeded<?> s -> throw new IllegalStateException("has a value");
    };
  }

  private void add(Cell<?> cell) {
    switch (cell.state()) {
      case PENDING -> {
        missing++;
        cell.listen(this::finished);
      }
      case DONE -> inner(cell.content());
      case FAILED -> spoil(cell.failure(), cell.order());
    }
  }

  private void inner(Filling content) {
    if (content.failure != null) {
      spoil(content.failure, content.failedAt);
    } else if (content.missing > 0) {
      missing++;
      content.watch(() -> innerOver(content));
    }
  }

  private void innerOver(Filling content) {
    missing--;
    if (content.failure != null) {
      spoil(content.failure, content.failedAt);
    }
    tell();
  }

  private void finished(Cell<?> cell) {
    missing--;
    if (failure == null) {
      add(cell);
    }
    tell();
  }

  private void spoil(@Nullable TaskFailed cause, long at) {
    if (at < failedAt || failure == null) {
      failure = cause;
      failedAt = at;
    }
  }

  private void tell() {
    if (over() && watchers != null) {
      List<Runnable> told = watchers;
      watchers = null;
      told.forEach(Runnable::run);
    }
  }

  /** Whether it is full or spoiled. */
  boolean over() {
    return missing == 0 || failure != null;
  }

  /** Calls {@code watcher} once it is over; at once where it is already. */
  void watch(Runnable watcher) {
    if (over()) {
      watcher.run();
      return;
    }
    if (watchers == null) {
      watchers = new ArrayList<>(1);
    }
    watchers.add(watcher);
  }

  /** What spoiled it, or null. */
  @Nullable TaskFailed failure() {
    return failure;
  }

  /** The place of {@link #failure} in the finish order. */
  long failedAt() {
    return failedAt;
  }

  /** The promises in it, each once. */
  List<Cell<?>> cells() {
    return cells;
  }

  /** The identities of the calls whose promises are in it, each once. */
  List<String> needs() {
    Set<String> needs = new LinkedHashSet<>();
    for (Cell<?> cell : cells) {
      needs.addAll(cell.needs());
    }
    return List.copyOf(needs);
  }

  /** The identities of those that have no value yet. */
  List<String> open() {
    Set<String> open = new LinkedHashSet<>();
    for (Cell<?> cell : cells) {
      if (cell.pending()) {
        open.addAll(cell.needs());
      } else if (cell.state() == Cell.State.DONE && !cell.content().over()) {
        open.addAll(cell.content().open());
      }
    }
    return List.copyOf(open);
  }

  /** The JSON text; only once it is full. */
  String text() {
    if (text == null) {
      text = template.fill(promise -> ((Cell<?>) promise).content().text());
    }
    return text;
  }

  /** A filling that is full from the start. */
  static Filling full(String json) {
    Filling filling = new Filling(NOTHING);
    filling.text = json;
    return filling;
  }

  /** The promises of calls that a value holds at any depth; nothing is used or observed by this. */
  static List<Cell<?>> held(Run run, @Nullable Object value, String id) {
    List<Cell<?>> held = new ArrayList<>();
    try {
      for (Promise<?> promise : Values.template(value, id).promises()) {
        if (promise instanceof Cell<?>) {
          held.add(run.cell(promise));
        }
      }
    } catch (ValueException e) {
      // Whoever needs the value is told; it holds nothing that could be drawn.
      return List.of();
    }
    return held;
  }

  /** A value of the author's code; one that cannot be written spoils whatever needs it. */
  static Filling of(@Nullable Object value, String id) {
    try {
      return new Filling(Values.template(value, id));
    } catch (ValueException e) {
      Filling filling = new Filling(NOTHING);
      filling.spoil(new TaskFailed(id, Failures.reason(e), e.getMessage()), 0);
      return filling;
    }
  }
}
