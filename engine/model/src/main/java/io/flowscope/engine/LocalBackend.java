package io.flowscope.engine;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.DecisionTask;
import java.util.concurrent.CompletableFuture;

/**
 * An engine in this very process. Its deciders may compute on events that are not on the disk yet,
 * for nothing of what they do leaves the process: if the events are lost, so is the decider, or it
 * is told to forget them. Activities must never run ahead, for what they do cannot be taken back.
 */
public interface LocalBackend extends Backend {

  /**
   * A decision task that may be ahead of the disk.
   *
   * @param task as {@link Action.PollForDecisionTask} gives it
   * @param durable completes when the task's events are on the disk, before anything that follows
   *     from them leaves the engine; fails when they are lost, before another task of the execution
   *     is given out. Whoever computes must then forget what the task told, in a callback that was
   *     added before the future of the poll had completed all of its own.
   */
  record Ahead(DecisionTask task, CompletableFuture<Void> durable) {}

  /**
   * Polls for a decision task like {@link Action.PollForDecisionTask}, which see for how it ends.
   * The engine holds the batch that the task belongs to open for a moment, so that the answer goes
   * to the disk with it: the caller must compute at once and answer with {@link #call}, or say
   * {@link #notNow}. The future completes on the engine's own thread, whose time is everybody's: a
   * callback must hand the task to another thread.
   */
  CompletableFuture<Ahead> pollAhead(Action.PollForDecisionTask poll);

  /** The answer to a task will take its time, or never come: nothing waits for it any more. */
  void notNow(String taskToken);
}
