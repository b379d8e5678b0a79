package io.flowscope.engine.feed;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that an execution has new events, after they are durable and can be read. Listeners run on
 * the engine's own thread: they must return at once, and may be told fewer times than there are
 * events, but always of the last one.
 */
public final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final Map<Run, Set<LongConsumer>> listeners = new ConcurrentHashMap<>();
  private final Set<Listener> all = ConcurrentHashMap.newKeySet();

  /** Hears of every execution. */
  @FunctionalInterface
  public interface Listener {
    /** The execution's history now ends with the event {@code lastEventId}. */
    void changed(String domain, String workflowId, String runId, long lastEventId);
  }

  private record Run(String domain, String workflowId, String runId) {}

  /**
   * Hears of one execution.
   *
   * @param lastEventId is given the id of the last event of its history
   * @return ends the subscription when closed
   */
  public AutoCloseable subscribe(
      String domain, String workflowId, String runId, LongConsumer lastEventId) {
    Run run = new Run(domain, workflowId, runId);
    LongConsumer own = lastEventId::accept;
    listeners.compute(
        run,
        (key, set) -> {
          Set<LongConsumer> those = set == null ? ConcurrentHashMap.newKeySet() : set;
          those.add(own);
          return those;
        });
    return () ->
        listeners.computeIfPresent(
            run,
            (key, set) -> {
              set.remove(own);
              return set.isEmpty() ? null : set;
            });
  }

  /**
   * Hears of all executions.
   *
   * @return ends the subscription when closed
   */
  public AutoCloseable subscribeAll(Listener listener) {
    Listener own = listener::changed;
    all.add(own);
    return () -> all.remove(own);
  }

  /** Told by the engine after a commit. A listener that fails is logged and keeps its place. */
  public void publish(String domain, String workflowId, String runId, long lastEventId) {
    for (LongConsumer one : listeners.getOrDefault(new Run(domain, workflowId, runId), Set.of())) {
      guard(() -> one.accept(lastEventId));
    }
    for (Listener one : all) {
      guard(() -> one.changed(domain, workflowId, runId, lastEventId));
    }
  }

  private static void guard(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("A listener of the feed failed", e);
    }
  }
}
