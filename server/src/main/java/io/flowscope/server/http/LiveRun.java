package io.flowscope.server.http;

import io.flowscope.engine.model.Action.GetWorkflowExecutionHistory;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.RunFold;
import io.flowscope.engine.view.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run as pages and streams see it: its history folded once, and folded on as it grows, however
 * many look at it.
 *
 * <p>While somebody watches, one thread of its own takes what the feed announces, at most once per
 * pace, and then wakes the watchers. Each watcher fetches the change since what it sent last, so
 * that a slow one misses steps, never content, and holds nobody up. Watchers that stand at the same
 * event share one computation.
 */
final class LiveRun {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRun.class);
  private static final int PAGE = 1_000;

  private final RunId id;
  private final Calls calls;
  private final io.flowscope.server.connect.News news;
  private final Duration pace;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition published = lock.newCondition();
  private final RunFold fold = new RunFold();
  private final Map<Long, String> deltas = new HashMap<>();
  private final AtomicBoolean fresh = new AtomicBoolean();
  private boolean over;
  private boolean failed;
  private boolean stopped;
  private volatile int watchers;
  private volatile long size;
  private @Nullable AutoCloseable subscription;
  private volatile @Nullable Thread pump;

  LiveRun(RunId id, Calls calls, io.flowscope.server.connect.News news, Duration pace) {
    this.id = id;
    this.calls = calls;
    this.news = news;
    this.pace = pace;
  }

  /** Something computed from the run as it is now. */
  <T> T read(Function<RunFold, T> view) {
    lock.lock();
    try {
      refresh();
      return view.apply(fold);
    } finally {
      lock.unlock();
    }
  }

  /** How many events are kept folded. */
  long size() {
    return size;
  }

  /** Whether somebody watches now. */
  boolean isWatched() {
    return watchers > 0;
  }

  /** What a watcher is told. */
  sealed interface News {
    /** The columns after the event that it stood at; it now stands at {@code lastEventId}. */
    record Changed(long lastEventId, String json) implements News {}

    /** The position is none of this run's: load everything again. */
    record Reset() implements News {}

    /** Nothing has changed since the last message. */
    record Nothing() implements News {}

    /** The run is closed and all was told. */
    record End() implements News {}

    /** Nothing will come any more, though the run may go on. */
    record Cut() implements News {}
  }

  /** Begins to watch; to be paired with {@link #leave}. */
  void enter() {
    lock.lock();
    try {
      refresh();
      if (watchers == 0) {
        failed = false;
        subscription = news.subscribe(id.domain(), id.workflowId(), id.runId(), last -> announce());
        fresh.set(true);
      }
      watchers++;
      if (pump == null && !over) {
        pump = Thread.ofVirtual().name("live-" + id.runId()).start(this::follow);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends watching. */
  void leave() {
    lock.lock();
    try {
      watchers--;
      if (watchers == 0) {
        unsubscribe();
        LockSupport.unpark(pump);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends all watching. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      published.signalAll();
      LockSupport.unpark(pump);
    } finally {
      lock.unlock();
    }
  }

  /**
   * What is new after event {@code position}, waiting for it at most so long.
   *
   * @param position the last event that was sent; 0 for nothing yet
   */
  News next(long position, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (fold.lastEventId() == position && !over && !failed && !stopped && nanos > 0) {
        nanos = published.awaitNanos(nanos);
      }
      if (position > fold.lastEventId() || position < 0) {
        return new News.Reset();
      }
      if (fold.lastEventId() > position) {
        return new News.Changed(
            fold.lastEventId(),
            deltas.computeIfAbsent(position, from -> Json.write(fold.timelineAfter(from))));
      }
      if (over) {
        return new News.End();
      }
      return failed || stopped ? new News.Cut() : new News.Nothing();
    } finally {
      lock.unlock();
    }
  }

  /** Called on the engine's thread, which must not wait for anything. */
  private void announce() {
    fresh.set(true);
    LockSupport.unpark(pump);
  }

  private void follow() {
    try {
      while (isFollowed()) {
        if (fresh.getAndSet(false)) {
          publish();
          Thread.sleep(pace);
        } else {
          LockSupport.park(this);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is a reason to go on; where there is none, the thread is given up. */
  private boolean isFollowed() {
    lock.lock();
    try {
      boolean followed = watchers > 0 && !over && !failed && !stopped;
      if (!followed) {
        pump = null;
      }
      return followed;
    } finally {
      lock.unlock();
    }
  }

  private void publish() {
    lock.lock();
    try {
      refresh();
    } catch (RuntimeException e) {
      LOG.warn("Following run {} failed; its watchers start over", id.runId(), e);
      failed = true;
    } finally {
      published.signalAll();
      lock.unlock();
    }
  }

  private void unsubscribe() {
    AutoCloseable ending = subscription;
    subscription = null;
    try {
      if (ending != null) {
        ending.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("Ending a subscription failed", e);
    }
  }

  private void refresh() {
    if (over) {
      return;
    }
    long before = fold.lastEventId();
    if (before == 0) {
      readAll();
    } else {
      readNew(before);
    }
    if (fold.lastEventId() != before) {
      deltas.clear();
      size = fold.lastEventId();
      Timeline now = fold.timelineAfter(fold.lastEventId());
      over = now.status() != ExecutionStatus.RUNNING;
    }
  }

  private void readAll() {
    String token = null;
    do {
      History page = history(token, PAGE, false);
      page.events().forEach(fold::apply);
      token = page.nextPageToken();
    } while (token != null);
  }

  /** Reads backwards from the end, so that following a run costs what is new only. */
  private void readNew(long known) {
    List<HistoryEvent> fresh = new ArrayList<>();
    String token = null;
    int size = 20;
    do {
      History page = history(token, size, true);
      for (HistoryEvent event : page.events()) {
        if (event.eventId() <= known) {
          token = null;
          break;
        }
        fresh.add(event);
        token = page.nextPageToken();
      }
    } while (token != null);
    fresh.reversed().forEach(fold::apply);
  }

  private History history(@Nullable String token, int size, boolean reverse) {
    return calls.call(
        id,
        new GetWorkflowExecutionHistory(
            id.domain(), new WorkflowExecution(id.workflowId(), id.runId()), token, size, reverse));
  }
}
