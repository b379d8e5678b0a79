package io.flowscope.engine.core;

import io.flowscope.engine.Backend;
import io.flowscope.engine.feed.Feed;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.queue.TaskListStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Flowscope's own Amazon SWF, embedded. */
public final class Engine implements Backend {
  private final Feed feed = new Feed();

  private Engine() {}

  /**
   * Opens the engine and rebuilds its queues, leases and timers.
   *
   * @throws io.flowscope.engine.store.StoreException when the folder cannot be used, in one
   *     sentence
   */
  public static Engine open(EngineConfig config) {
    return new Engine();
  }

  @Override
  public <R> CompletableFuture<R> call(Action<R> action) {
    throw new UnsupportedOperationException();
  }

  /** Tells of new events. */
  public Feed feed() {
    return feed;
  }

  /**
   * Times out at once what a worker that is known to be gone had taken or was to take: its activity
   * tasks (details {@code worker lost}), its decision tasks, and those waiting on the decision list
   * named like it.
   *
   * @return how many tasks timed out
   */
  public CompletableFuture<Integer> workerLost(String identity) {
    throw new UnsupportedOperationException();
  }

  /** The identities that hold tasks now. */
  public Set<String> leaseHolders() {
    throw new UnsupportedOperationException();
  }

  /** The task lists that have a backlog or pollers, by domain, kind and name. */
  public List<TaskListStatus> taskLists() {
    throw new UnsupportedOperationException();
  }

  /** The tasks that workers are working at, with their live progress. */
  public List<RunningTask> runningTasks() {
    throw new UnsupportedOperationException();
  }

  /**
   * Does all that can be done now, in the caller's thread; only of an engine that is {@linkplain
   * EngineConfig#stepped() stepped}.
   *
   * @return whether there was anything to do
   */
  public boolean runUntilIdle() {
    throw new UnsupportedOperationException();
  }

  /** When the next timer or timeout is due; only of a stepped engine. */
  public Optional<Instant> nextTimer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
