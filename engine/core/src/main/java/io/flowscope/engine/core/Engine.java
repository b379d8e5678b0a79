package io.flowscope.engine.core;

import io.flowscope.engine.LocalBackend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.feed.Feed;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.queue.TaskListStatus;
import io.flowscope.engine.store.Dump;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.H2Store;
import io.flowscope.engine.store.MemoryStore;
import io.flowscope.engine.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flowscope's own Amazon SWF, embedded. Calls may come from any thread; commands are carried out
 * one after another by one writer and answered when they are durable, reads are answered at once
 * from what is durable.
 */
public final class Engine implements LocalBackend {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final int READERS = 4;

  /** How often is looked for what is past its retention period, and the pause between slices. */
  private static final Duration PURGE = Duration.ofMinutes(1);

  private static final Duration SLICE_PAUSE = Duration.ofMillis(50);

  /** How exactly polls end. */
  private static final Duration POLL_ENDS = Duration.ofMillis(250);

  private final EngineConfig config;
  private final EventStore store;
  private final Feed feed = new Feed();
  private final Published published = new Published();
  private final Writer writer;
  private final Dispatch dispatch;
  private final @Nullable ExecutorService readers;
  private final @Nullable WriterThread thread;
  private final Retention retention;
  private final @Nullable ScheduledExecutorService timers;
  private volatile boolean closed;

  private Engine(EngineConfig config, EventStore store) {
    this.config = config;
    this.store = store;
    this.readers = config.manual() ? null : readers();
    Executor reading = readers == null ? Runnable::run : readers;
    Histories histories = new Histories(store, published);
    DecisionPages pages = new DecisionPages(histories, config.clock(), config.limits());
    this.writer = new Writer(config, store, published, feed, new Polls(pages, reading));
    this.thread = config.manual() ? null : new WriterThread(writer, config.clock());
    this.retention = new Retention(store, published, config.clock());
    this.timers = config.manual() ? null : timers();
    this.dispatch = new Dispatch(config, store, published, histories, pages, toWriter());
  }

  /** Deleting waits for the disk, and polls end all the same. */
  private static ScheduledExecutorService timers() {
    return Executors.newScheduledThreadPool(
        2, Thread.ofPlatform().daemon().name("engine-timer-", 1).factory());
  }

  private static ExecutorService readers() {
    return Executors.newFixedThreadPool(
        READERS, Thread.ofPlatform().daemon().name("engine-read-", 1).factory());
  }

  /**
   * Opens the engine and rebuilds its queues, leases and timers.
   *
   * @throws io.flowscope.engine.store.StoreException when the folder cannot be used, in one
   *     sentence
   */
  public static Engine open(EngineConfig config) {
    return open(
        config,
        config.data() == null
            ? new MemoryStore()
            : new H2Store(config.data(), config.durability() == Durability.POWER));
  }

  /** Opens the engine on a store of the caller's; {@link EngineConfig#data()} is not looked at. */
  static Engine open(EngineConfig config, EventStore store) {
    try {
      Engine engine = new Engine(config, store);
      if (engine.thread != null) {
        engine.thread.start();
      }
      if (engine.timers != null) {
        engine.timers.scheduleWithFixedDelay(
            engine::purgeAll, PURGE.toSeconds(), PURGE.toSeconds(), TimeUnit.SECONDS);
        engine.timers.scheduleWithFixedDelay(
            engine.dispatch::endPolls,
            POLL_ENDS.toMillis(),
            POLL_ENDS.toMillis(),
            TimeUnit.MILLISECONDS);
      }
      return engine;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public <R> CompletableFuture<R> call(Action<R> action) {
    return dispatch.call(action);
  }

  @Override
  public CompletableFuture<Ahead> pollAhead(Action.PollForDecisionTask poll) {
    return dispatch.pollAhead(poll);
  }

  @Override
  public void notNow(String taskToken) {
    dispatch.notNow(taskToken);
  }

  private Dispatch.ToWriter toWriter() {
    return new Dispatch.ToWriter() {
      @Override
      public boolean offer(Writer.Request call, long weight) {
        if (closed) {
          call.fail(Writer.closed());
          return true;
        }
        boolean in = writer.inbox().offer(call, weight);
        wake();
        return in;
      }

      @Override
      public void add(Writer.Request request) {
        submit(request);
      }
    };
  }

  private void submit(Writer.Request request) {
    if (closed) {
      request.fail(Writer.closed());
      return;
    }
    writer.inbox().add(request);
    wake();
  }

  private void wake() {
    if (thread != null) {
      thread.wake();
    }
  }

  /** Tells of new events. */
  public Feed feed() {
    return feed;
  }

  /**
   * Times out at once what a worker that is known to be gone had taken or was to take: its activity
   * tasks (type HEARTBEAT, details {@code worker lost}), its decision tasks, and those waiting on
   * the decision list named like it, now or later. Its polls get the empty answer.
   *
   * @return how many tasks timed out
   */
  public CompletableFuture<Integer> workerLost(String identity) {
    CompletableFuture<Integer> count = new CompletableFuture<>();
    submit(Writer.answering(count, tx -> writer.workerLost(tx, identity)));
    return count;
  }

  /** Whether nothing can be written at present, and why; reads may fail then, too. */
  public Optional<WritesStopped> writesStopped() {
    return writer.stopped();
  }

  /**
   * Times out at once a task that is known to have reached nobody: the answer to its poll could not
   * be written. An activity task times out with type HEARTBEAT and details {@code undelivered}. The
   * other polls of whoever got it get the empty answer, for they may have reached nobody, either.
   */
  public void undelivered(String taskToken) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    submit(Writer.answering(done, tx -> writer.undelivered(tx, taskToken)));
  }

  /** The domain of the task that a token is good for now; empty when it is good for none. */
  public Optional<String> taskDomain(String taskToken) {
    return writer.taskDomain(taskToken);
  }

  /** The identities that hold tasks now or whose private list is to get an execution's next. */
  public Set<String> leaseHolders() {
    return inspect(Insight::leaseHolders);
  }

  /** The task lists that have a backlog or pollers, by domain, kind and name. */
  public List<TaskListStatus> taskLists() {
    return inspect(world -> world.lists.status(config.clock().instant()));
  }

  /** The tasks that workers are working at, with their live progress. */
  public List<RunningTask> runningTasks() {
    return inspect(Insight::runningTasks);
  }

  /** Why an open execution takes no commands; empty if it does. */
  public Optional<String> damage(String domain, String runId) {
    return published.run(domain, runId).map(OpenRow::damage);
  }

  /**
   * Deletes a closed execution with its history.
   *
   * @return fails with a {@link SwfFault}: UnknownResourceFault if there is none,
   *     OperationNotPermittedFault if it is open
   */
  public CompletableFuture<Done> delete(String domain, WorkflowExecution execution) {
    CompletableFuture<Done> answer = new CompletableFuture<>();
    Runnable work = () -> Answer.to(answer, () -> deleteNow(domain, execution));
    if (readers == null) {
      work.run();
    } else {
      readers.execute(work);
    }
    return answer;
  }

  private Done deleteNow(String domain, WorkflowExecution execution) {
    published.registry().domain(domain);
    if (published.run(domain, execution.runId()).isPresent()) {
      throw new SwfFault(
          "OperationNotPermittedFault",
          "Execution "
              + execution.runId()
              + " of workflowId "
              + execution.workflowId()
              + " is open; terminate it before you delete it.");
    }
    boolean deleted =
        store
            .run(domain, execution.runId())
            .filter(row -> row.execution().equals(execution))
            .map(row -> store.delete(row.number()))
            .orElse(false);
    if (!deleted) {
      throw Faults.unknownExecution(execution.workflowId(), execution.runId());
    }
    return new Done();
  }

  /**
   * Deletes some closed executions for which the retention period of their domain is over. An
   * engine that is not stepped does so by itself every minute.
   *
   * @return how many
   */
  public int purge() {
    return retention.slice();
  }

  /** Everything that is over, slice by slice. */
  private void purgeAll() {
    try {
      while (!closed && retention.slice() == Retention.SLICE) {
        LockSupport.parkNanos(this, SLICE_PAUSE.toNanos());
      }
    } catch (StoreException e) {
      LOG.warn("What is past its retention period is deleted later: {}", e.getMessage());
    } catch (RuntimeException e) {
      // What is thrown here would be the last time that anything is deleted.
      LOG.error("What is past its retention period is deleted later", e);
    }
  }

  /**
   * Writes all that is stored at a moment not before the call, while everything goes on.
   *
   * @throws StoreException if this engine keeps everything in memory, or its database cannot be
   *     read
   */
  public Dump.Counts dump(OutputStream out) throws IOException {
    if (store instanceof H2Store database) {
      return database.dump(out);
    }
    throw new StoreException("This engine keeps everything in memory and has nothing to back up.");
  }

  /** Of how many open executions the folded state is in memory. */
  int foldedRuns() {
    return inspect(world -> world.runs.folded());
  }

  /** Looks at the writer's world between two changes; does not wait for the disk. */
  private <T> T inspect(Function<World, T> look) {
    if (thread == null) {
      synchronized (writer) {
        return writer.look(look);
      }
    }
    return writer.look(look);
  }

  /**
   * Does all that can be done now, in the caller's thread; only of an engine that is {@linkplain
   * EngineConfig#stepped() stepped}.
   *
   * @return whether there was anything to do
   */
  public boolean runUntilIdle() {
    requireManual();
    synchronized (writer) {
      dispatch.endPolls();
      boolean any = false;
      while (writer.step()) {
        any = true;
      }
      return any;
    }
  }

  /** When the next timer or timeout is due; only of a stepped engine. */
  public Optional<Instant> nextTimer() {
    requireManual();
    synchronized (writer) {
      return writer.next();
    }
  }

  private void requireManual() {
    if (thread != null) {
      throw new IllegalStateException("This engine has a thread of its own and is not stepped");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (thread != null) {
      thread.stop();
    }
    synchronized (writer) {
      writer.close();
    }
    if (timers != null) {
      timers.shutdown();
    }
    if (readers != null) {
      readers.shutdown();
    }
    store.close();
  }
}
