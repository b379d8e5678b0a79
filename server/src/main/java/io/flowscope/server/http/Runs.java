package io.flowscope.server.http;

import io.flowscope.server.connect.News;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The runs that somebody looked at last, kept folded. */
public final class Runs implements AutoCloseable {
  private static final long MOST_EVENTS = 300_000;

  private final Calls calls;
  private final Duration pace;
  private final int most;
  private final Map<RunId, LiveRun> runs = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /**
   * @param pace the least pause between two changes that a watcher is told of
   * @param most how many runs are kept
   */
  public Runs(Calls calls, Duration pace, int most) {
    this.calls = calls;
    this.pace = pace;
    this.most = most;
  }

  /** The run with that id, whether it exists or not. */
  synchronized LiveRun run(RunId id) {
    News news = calls.connection(id.connection()).news();
    LiveRun run = runs.computeIfAbsent(id, key -> new LiveRun(key, calls, news, pace));
    if (closed) {
      run.stop();
    }
    evict(run);
    return run;
  }

  /** Forgets a run that was deleted. */
  synchronized void forget(RunId id) {
    LiveRun run = runs.remove(id);
    if (run != null) {
      run.stop();
    }
  }

  private void evict(LiveRun latest) {
    long events = runs.values().stream().mapToLong(LiveRun::size).sum();
    Iterator<LiveRun> oldest = runs.values().iterator();
    while ((runs.size() > most || events > MOST_EVENTS) && oldest.hasNext()) {
      LiveRun run = oldest.next();
      if (run != latest && !run.isWatched()) {
        events -= run.size();
        oldest.remove();
      }
    }
  }

  /** Ends all streams. */
  @Override
  public synchronized void close() {
    closed = true;
    runs.values().forEach(LiveRun::stop);
  }
}
