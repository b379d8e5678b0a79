package io.flowscope.engine.core;

import io.flowscope.engine.queue.ListKey;
import io.flowscope.engine.queue.Poller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A poll that waits for a task. Either the engine claims it for one, or its caller cancels it;
 * never both, so that no task is given to a poll that nobody waits for.
 */
abstract sealed class WaitingPoll<R> extends CompletableFuture<R> implements Poller
    permits DecisionPoll, AheadPoll, ActivityPoll {
  private final AtomicBoolean settled = new AtomicBoolean();
  private final ListKey list;
  private final @Nullable String identity;
  private volatile @Nullable Runnable givenUp;

  WaitingPoll(ListKey list, @Nullable String identity) {
    this.list = list;
    this.identity = identity;
  }

  /** The answer when there is no task. */
  abstract R nothing();

  @Override
  public ListKey list() {
    return list;
  }

  @Override
  public @Nullable String identity() {
    return identity;
  }

  /** Is run when the caller cancels while the poll waits, or its time is over. */
  void whenGivenUp(Runnable action) {
    givenUp = action;
  }

  @Override
  public boolean claim() {
    return !isDone() && settled.compareAndSet(false, true);
  }

  /** Answers a poll that was claimed, but there is no task after all. */
  void completeWithNothing() {
    complete(nothing());
  }

  /** Ends the waiting without a task. */
  void answerNothing() {
    if (claim()) {
      completeWithNothing();
    }
  }

  /** Ends the waiting without a task, and gives its place back. */
  void end() {
    if (claim()) {
      completeWithNothing();
      giveUp();
    }
  }

  private void giveUp() {
    Runnable action = givenUp;
    if (action != null) {
      action.run();
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (!settled.compareAndSet(false, true)) {
      return false;
    }
    super.cancel(mayInterruptIfRunning);
    giveUp();
    return true;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
