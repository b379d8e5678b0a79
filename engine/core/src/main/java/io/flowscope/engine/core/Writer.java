package io.flowscope.engine.core;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.decide.ExecutionState;
import io.flowscope.engine.feed.Feed;
import io.flowscope.engine.queue.DueTimes;
import io.flowscope.engine.queue.Poller;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.Lease;
import io.flowscope.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where anything changes. A step takes all that waits, lets each command change the
 * world, writes the whole as one transaction, and only then answers.
 */
final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int BATCH = 500;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long a batch may be held open for what is computed ahead of it. */
  private static final long LONGEST_AHEAD = TimeUnit.MILLISECONDS.toNanos(5);

  private final EngineConfig config;
  private final EventStore store;
  private final Published published;
  private final Feed feed;
  private final Polls polls;
  private final Ids ids;
  private final Inbox inbox;

  /** Held while the world changes, but never while the disk is waited for. */
  private final ReentrantLock changing = new ReentrantLock();

  private volatile World world;
  private volatile @Nullable StoreException broken;
  private volatile @Nullable WritesStopped stopped;
  private Instant retryAt = Instant.MIN;

  /** Open executions as a failed batch left them, if it was written after all. */
  private final List<ExecutionState> untold = new ArrayList<>();

  /** Something to do within a batch. */
  interface Request {
    void run(Transaction tx);

    /** The batch was forgotten; whether it happened is unknown. */
    void fail(RuntimeException cause);
  }

  Writer(EngineConfig config, EventStore store, Published published, Feed feed, Polls polls) {
    this.config = config;
    this.store = store;
    this.published = published;
    this.feed = feed;
    this.polls = polls;
    this.ids = new Ids(config.random());
    this.inbox = new Inbox(config.capacity());
    World.Stored stored = World.load(store, config.limits(), config.capacity().runs());
    this.world = stored.world();
    published.reset(world, stored.open());
  }

  /** What waits for the next batch. */
  Inbox inbox() {
    return inbox;
  }

  /** A request whose answer is what {@code work} gives, told when it is durable. */
  static <R> Request answering(CompletableFuture<R> future, Function<Transaction, R> work) {
    return new Request() {
      @Override
      public void run(Transaction tx) {
        try {
          R result = work.apply(tx);
          tx.afterwards(() -> future.complete(result));
        } catch (SwfFault fault) {
          // What it depends on may have changed in this very batch, so it waits for it too.
          tx.afterwards(() -> future.completeExceptionally(fault));
        }
      }

      @Override
      public void fail(RuntimeException cause) {
        future.completeExceptionally(cause);
      }
    };
  }

  /** Notes a worker as gone, so that nothing is left waiting for it. */
  int workerLost(Transaction tx, String identity) {
    world.lost.add(identity);
    sendAway(tx, identity);
    return DueWork.workerLost(tx, identity);
  }

  /**
   * Times out a task that reached nobody. Other polls of that worker get the empty answer: where it
   * is gone they would get the task next, one after the other, and three decisions that ran out of
   * time stop a run. A worker that lives polls again.
   *
   * @return false where the task has ended
   */
  boolean undelivered(Transaction tx, String token) {
    world.leases.byToken(token).map(Lease::identity).ifPresent(identity -> sendAway(tx, identity));
    return DueWork.undelivered(tx, token);
  }

  private void sendAway(Transaction tx, String identity) {
    for (Poller poller : world.lists.pollersOf(identity)) {
      WaitingPoll<?> poll = (WaitingPoll<?>) poller;
      world.lists.unpark(poll);
      tx.afterwards(poll::answerNothing);
      tx.onFailure(cause -> poll.answerNothing());
    }
  }

  /**
   * Does one batch.
   *
   * @return whether there was anything to do
   */
  boolean step() {
    List<Request> requests = inbox.take(BATCH);
    Instant now = config.clock().instant();
    if (broken != null && !recover(now)) {
      requests.forEach(request -> request.fail(broken));
      return !requests.isEmpty();
    }
    Transaction tx = new Transaction(world, config.limits(), ids, now);
    List<DueTimes.Due> due = world.due.takeDue(tx.now(), BATCH);
    if (requests.isEmpty() && due.isEmpty()) {
      return false;
    }
    try {
      changing(
          () -> {
            due.forEach(one -> DueWork.run(tx, one));
            carryOut(tx, requests);
          });
      takeAhead(tx, requests);
      if (!tx.batch().isEmpty()) {
        store.append(tx.batch());
        stopped = null;
      }
      published.add(tx);
    } catch (RuntimeException | Error e) {
      rethrowToWhoSteps(e);
      forget(requests, tx, e);
      return true;
    }
    tx.answers().forEach(this::tellOne);
    tell(tx);
    changing(world.runs::trim);
    return true;
  }

  private void carryOut(Transaction tx, List<Request> requests) {
    requests.forEach(request -> request.run(tx));
    polls.match(tx);
  }

  private void changing(Runnable change) {
    changing.lock();
    try {
      change.run();
    } finally {
      changing.unlock();
    }
  }

  /** Looks at the world between two changes, also while the disk is waited for. */
  <T> T look(Function<World, T> at) {
    changing.lock();
    try {
      return at.apply(world);
    } finally {
      changing.unlock();
    }
  }

  /**
   * Takes what comes into the same batch while deciders of this process compute on events of it:
   * their answers, so that a step goes to the disk once, and whatever else comes meanwhile. Ends as
   * soon as none of them computes, and at the latest when the batch is large or has been open for
   * long; what is computed later is answered like any other task.
   */
  private void takeAhead(Transaction tx, List<Request> requests) {
    long begin = System.nanoTime();
    while (!world.computing.isEmpty() && requests.size() < BATCH) {
      long left = begin + LONGEST_AHEAD - System.nanoTime();
      List<Request> more = inbox.take(BATCH - requests.size());
      if (!more.isEmpty()) {
        requests.addAll(more);
        changing(() -> carryOut(tx, more));
      } else if (config.manual() || left <= 0) {
        break;
      } else {
        LockSupport.parkNanos(this, left);
      }
    }
    world.computing.clear();
  }

  /** The batch stands; one answer that fails must not keep the others, nor end the thread. */
  private void tellOne(Runnable answer) {
    try {
      answer.run();
    } catch (RuntimeException | Error e) {
      rethrowToWhoSteps(e);
      LOG.error("An answer could not be given", e);
    }
  }

  /** An engine's own thread must outlive every error, or all calls would wait for ever. */
  private void rethrowToWhoSteps(Throwable e) {
    if (e instanceof Error error && config.manual()) {
      throw error;
    }
  }

  private void tell(Transaction tx) {
    for (Transaction.Change change : tx.changes().values()) {
      var state = change.run().state();
      feed.publish(state.domain(), state.workflowId(), state.runId(), state.lastEventId());
    }
  }

  /** Nothing of a batch that could not be written may stay: everything is read anew. */
  private void forget(List<Request> requests, Transaction tx, Throwable why) {
    LOG.error("A batch of {} commands is forgotten", requests.size(), why);
    RuntimeException cause =
        why instanceof RuntimeException known
            ? known
            : new StoreException("A batch failed and is forgotten: " + why, why);
    requests.forEach(request -> request.fail(cause));
    tx.failures().forEach(failure -> failure.accept(cause));
    for (Transaction.Change change : tx.changes().values()) {
      if (change.events().get(0).eventId() > 1) {
        untold.add(change.run().state());
      }
    }
    broken =
        cause instanceof StoreException known
            ? known
            : new StoreException("A batch failed and is forgotten: " + cause, cause);
    failed(tx.now(), broken);
    recover(tx.now());
  }

  private void failed(Instant now, StoreException cause) {
    WritesStopped before = stopped;
    stopped = before == null ? new WritesStopped(now, now, cause) : before.again(now, cause);
  }

  /** Whether the store fails: the last write did, and nothing has shown since that it is mended. */
  Optional<WritesStopped> stopped() {
    WritesStopped known = stopped;
    return Optional.ofNullable(known)
        .filter(one -> broken != null || !one.isPast(config.clock().instant()));
  }

  /** Opens the store anew, at most once a second while that fails. */
  private boolean recover(Instant now) {
    // A clock that was set back does not make the wait longer.
    if (now.isBefore(retryAt) && !now.isBefore(retryAt.minus(PAUSE))) {
      return false;
    }
    retryAt = now.plus(PAUSE);
    try {
      store.reopen();
      World.Stored stored = World.load(store, config.limits(), config.capacity().runs());
      for (Poller poller : world.lists.pollers()) {
        if (!((WaitingPoll<?>) poller).isDone()) {
          stored.world().lists.park(poller);
        }
      }
      stored.world().lost.addAll(world.lost);
      changing(() -> world = stored.world());
      published.reset(world, stored.open());
    } catch (RuntimeException | Error e) {
      rethrowToWhoSteps(e);
      // Whatever it is, the thread must live and try again.
      LOG.warn("The store cannot be opened again yet: {}", e.getMessage());
      broken =
          e instanceof StoreException known
              ? known
              : new StoreException("The store cannot be opened again: " + e, e);
      failed(now, broken);
      return false;
    }
    broken = null;
    retryAt = Instant.MIN;
    tellUntold();
    return true;
  }

  /** A batch that failed may be there all the same, and listeners wait for its events. */
  private void tellUntold() {
    for (ExecutionState state : untold) {
      Optional<OpenRow> open = published.run(state.domain(), state.runId());
      if (open.isPresent() || !state.isOpen()) {
        long last = open.map(OpenRow::lastEventId).orElse(state.lastEventId());
        feed.publish(state.domain(), state.workflowId(), state.runId(), last);
      }
    }
    untold.clear();
  }

  /** Ends everything that waits. */
  void close() {
    inbox.take(Integer.MAX_VALUE).forEach(request -> request.fail(closed()));
    world.lists.pollers().forEach(poller -> ((WaitingPoll<?>) poller).answerNothing());
  }

  /** The domain of the task that a token is good for; does not wait for anything. */
  Optional<String> taskDomain(String token) {
    return world.leases.byToken(token).map(Lease::domain);
  }

  /** When there is something to do without a new request. */
  Optional<Instant> next() {
    return broken == null ? world.due.next() : Optional.of(retryAt);
  }

  World world() {
    return world;
  }

  static StoreException closed() {
    return new StoreException("The engine is closed and takes no more calls.");
  }
}
