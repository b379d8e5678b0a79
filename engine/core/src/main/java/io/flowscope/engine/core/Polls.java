package io.flowscope.engine.core;

import io.flowscope.engine.LocalBackend;
import io.flowscope.engine.decide.Command;
import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.decide.ExecutionState.OpenActivity;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.queue.Pending;
import io.flowscope.engine.queue.TaskKey;
import io.flowscope.engine.queue.TaskKind;
import io.flowscope.engine.queue.TaskLists;
import io.flowscope.engine.store.Lease;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Gives waiting tasks to waiting polls, and makes the answers. */
final class Polls {
  private final DecisionPages pages;
  private final Executor readers;

  /**
   * @param readers reads histories, which the writer should not wait for
   */
  Polls(DecisionPages pages, Executor readers) {
    this.pages = pages;
    this.readers = readers;
  }

  /** Lets a poll wait. */
  static void park(Transaction tx, WaitingPoll<?> poll) {
    tx.world().registry.domain(poll.list().domain());
    if (tx.world().lists.pollers(poll.list()) >= tx.limits().pollers()) {
      throw Faults.limit(
          "Task list "
              + poll.list().name()
              + " has "
              + tx.limits().pollers()
              + " polls that wait; poll from fewer threads, or raise limits.pollers");
    }
    tx.world().lists.park(poll);
  }

  /** Starts every task for which a poll waits, at the end of a batch. */
  void match(Transaction tx) {
    Optional<TaskLists.Match> match = tx.world().lists.match();
    while (match.isPresent()) {
      Pending task = match.get().task();
      switch ((WaitingPoll<?>) match.get().poller()) {
        case DecisionPoll poll -> startDecision(tx, task, poll);
        case AheadPoll poll -> startAhead(tx, task, poll);
        case ActivityPoll poll -> startActivity(tx, task, poll);
      }
      match = tx.world().lists.match();
    }
  }

  private void startDecision(Transaction tx, Pending task, DecisionPoll poll) {
    DecisionPages.Task started = started(tx, task, poll);
    if (started != null) {
      tx.afterwards(
          () -> readers.execute(() -> Answer.to(poll, () -> pages.first(poll.action(), started))));
    }
  }

  /** Gives the task out before it is durable where memory has all of its events. */
  private void startAhead(Transaction tx, Pending task, AheadPoll poll) {
    DecisionPages.Task started = started(tx, task, poll);
    if (started == null) {
      return;
    }
    CompletableFuture<Void> durable = new CompletableFuture<>();
    Optional<DecisionTask> now =
        pages.recent(poll.action(), started, tx.changes().get(task.key().runId()).events());
    if (now.isPresent()) {
      tx.onFailure(durable::completeExceptionally);
      tx.afterwards(() -> durable.complete(null));
      tx.world().computing.add(started.token());
      poll.complete(new LocalBackend.Ahead(now.get(), durable));
    } else {
      durable.complete(null);
      tx.afterwards(
          () ->
              readers.execute(
                  () ->
                      Answer.to(
                          poll,
                          () ->
                              new LocalBackend.Ahead(
                                  pages.first(poll.action(), started), durable))));
    }
  }

  /** The decision task in the hands of {@code poll}; null when the execution ended meanwhile. */
  private static DecisionPages.@Nullable Task started(
      Transaction tx, Pending task, WaitingPoll<?> poll) {
    TaskKey key = task.key();
    tx.onFailure(poll::completeExceptionally);
    tx.apply(key.runId(), new Command.StartDecisionTask(key.scheduledEventId(), poll.identity()));
    OpenRun run = tx.world().runs.get(key.runId());
    if (run == null || run.state().decision() == null) {
      // The start was the event that made the history too long.
      tx.afterwards(poll::completeWithNothing);
      return null;
    }
    ExecutionState state = run.state();
    long started = state.decision().startedEventId();
    String token = lease(tx, state, key, TaskKind.DECISION, started, poll.identity());
    return new DecisionPages.Task(
        run.number(),
        token,
        state.execution(),
        state.attributes().workflowType(),
        started,
        state.previousStartedEventId());
  }

  private void startActivity(Transaction tx, Pending task, ActivityPoll poll) {
    TaskKey key = task.key();
    tx.onFailure(poll::completeExceptionally);
    OpenActivity open =
        tx.world().runs.get(key.runId()).state().activities().get(key.scheduledEventId());
    tx.apply(key.runId(), new Command.StartActivityTask(key.scheduledEventId(), poll.identity()));
    OpenRun run = tx.world().runs.get(key.runId());
    if (run == null) {
      tx.afterwards(poll::completeWithNothing);
      return;
    }
    ExecutionState state = run.state();
    long started = state.activities().get(key.scheduledEventId()).startedEventId();
    String token = lease(tx, state, key, TaskKind.ACTIVITY, started, poll.identity());
    tx.afterwards(
        () ->
            poll.complete(
                new ActivityTask(
                    token,
                    open.activityId(),
                    started,
                    state.execution(),
                    open.activityType(),
                    open.input())));
  }

  private static String lease(
      Transaction tx,
      ExecutionState state,
      TaskKey key,
      TaskKind kind,
      long attempt,
      String identity) {
    String token = tx.ids().token(key.scheduledEventId());
    tx.lease(
        new Lease(token, state.domain(), key, kind, attempt, identity, tx.now(), null, null),
        state);
    return token;
  }
}
