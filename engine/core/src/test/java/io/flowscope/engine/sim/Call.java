package io.flowscope.engine.sim;

import io.flowscope.engine.model.Action;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request that is on its way.
 *
 * @param mark ties it to its event; null when it causes none
 * @param held the task that it answers, if any
 * @param legal whether SWF has no reason to refuse it for what it says
 * @param future the answer, once it is durable
 * @param source what a client cancels to give the call up
 * @param since how many batches were on the disk when it was sent
 * @param at when it was sent, in time that passed
 */
record Call<R>(
    int id,
    Action<R> action,
    @Nullable String mark,
    @Nullable Held held,
    boolean legal,
    int since,
    Duration at,
    CompletableFuture<R> future,
    CompletableFuture<?> source) {
  private static final long LONGEST_POLL = 60;

  /** Whether SWF ends a poll then that got nothing. */
  boolean isOver(Duration passed) {
    return isPoll() && passed.minus(at).toSeconds() >= LONGEST_POLL;
  }

  boolean isPoll() {
    return action instanceof Action.PollForDecisionTask
        || action instanceof Action.PollForActivityTask;
  }
}
