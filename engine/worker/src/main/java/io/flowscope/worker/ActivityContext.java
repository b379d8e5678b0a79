package io.flowscope.worker;

import io.flowscope.TaskContext;
import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action.RecordActivityTaskHeartbeat;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ActivityTaskStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The context of an activity, and its heartbeat: the author's, and the one that runs by itself. */
final class ActivityContext implements TaskContext, AutoCloseable {
  /** SWF's longest details of a heartbeat, in characters. */
  private static final int MAX_DETAILS = 2_048;

  /** The author's heartbeats are sent at most this often; the last one is never lost. */
  private static final long MIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Pattern RETRY = Pattern.compile("(.*-\\d+)\\.(\\d+)");

  private final Backend backend;
  private final String domain;
  private final ActivityTask task;
  private final ScheduledExecutorService timer;
  private final @Nullable ScheduledFuture<?> liveness;

  private volatile boolean cancelRequested;
  private volatile boolean closed;
  private @Nullable String details;
  private boolean unsent;
  private boolean flushPlanned;
  private long lastSent = System.nanoTime() - MIN_NANOS;

  /**
   * @param timer runs on platform threads
   * @param heartbeatSeconds the task's heartbeat timeout; null for none
   */
  ActivityContext(
      Backend backend,
      String domain,
      ActivityTask task,
      ScheduledExecutorService timer,
      @Nullable Long heartbeatSeconds) {
    this.backend = backend;
    this.domain = domain;
    this.task = task;
    this.timer = timer;
    if (heartbeatSeconds == null || heartbeatSeconds == 0) {
      liveness = null;
    } else {
      long third = Math.max(200, heartbeatSeconds * 1_000 / 3);
      liveness = timer.scheduleAtFixedRate(() -> var(send()), third, third, TimeUnit.MILLISECONDS);
    }
  }

  /** Nobody waits for a heartbeat that runs by itself. */
  private static void var(CompletableFuture<?> ignored) {}

  @Override
  public boolean heartbeat(@Nullable Object value) {
    String json = Values.write(value, "details");
    if (json.length() > MAX_DETAILS) {
      throw new ValueException(
          "details",
          "have " + json.length() + " characters as JSON; " + MAX_DETAILS + " are allowed");
    }
    if (note(json)) {
      try {
        send().join();
      } catch (CompletionException e) {
        // The next one tells; a task must not fail because a heartbeat was lost.
      }
    }
    return !cancelRequested;
  }

  /** Whether it is time to send; where not, it is sent later. */
  private synchronized boolean note(String json) {
    details = json;
    unsent = true;
    long since = System.nanoTime() - lastSent;
    if (since >= MIN_NANOS) {
      return true;
    }
    if (!flushPlanned) {
      flushPlanned = true;
      timer.schedule(this::flush, MIN_NANOS - since, TimeUnit.NANOSECONDS);
    }
    return false;
  }

  private void flush() {
    boolean needed;
    synchronized (this) {
      flushPlanned = false;
      needed = unsent;
    }
    if (needed) {
      var(send());
    }
  }

  private CompletableFuture<ActivityTaskStatus> send() {
    String latest;
    synchronized (this) {
      latest = details;
      unsent = false;
      lastSent = System.nanoTime();
    }
    if (closed) {
      return CompletableFuture.completedFuture(new ActivityTaskStatus(cancelRequested));
    }
    return backend
        .call(new RecordActivityTaskHeartbeat(task.taskToken(), latest))
        .whenComplete(
            (status, failure) -> {
              if (status != null && status.cancelRequested()) {
                cancelRequested = true;
              }
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              if (cause instanceof SwfFault fault && fault.type().equals("UnknownResourceFault")) {
                // The task is over for the server, so that going on is in vain.
                cancelRequested = true;
                close();
              }
            });
  }

  @Override
  public <T> Optional<T> lastDetails(Class<T> type) {
    if (attempt() == 1) {
      return Optional.empty();
    }
    return PreviousAttempt.details(backend, domain, task.workflowExecution(), previousId())
        .flatMap(json -> read(json, type));
  }

  /** Whoever timed the attempt out may have written its own words into the details. */
  private static <T> Optional<T> read(String json, Class<T> type) {
    try {
      return Optional.ofNullable(type.cast(Values.read(json, type, "details")));
    } catch (ValueException e) {
      return Optional.empty();
    }
  }

  @Override
  public int attempt() {
    Matcher retry = RETRY.matcher(task.activityId());
    return retry.matches() ? Integer.parseInt(retry.group(2)) : 1;
  }

  private String previousId() {
    Matcher retry = RETRY.matcher(task.activityId());
    if (!retry.matches()) {
      throw new IllegalStateException("the first attempt has none before it");
    }
    int before = Integer.parseInt(retry.group(2)) - 1;
    return before == 1 ? retry.group(1) : retry.group(1) + "." + before;
  }

  @Override
  public String activityId() {
    return task.activityId();
  }

  @Override
  public String workflowId() {
    return task.workflowExecution().workflowId();
  }

  @Override
  public String runId() {
    return task.workflowExecution().runId();
  }

  @Override
  public boolean cancelRequested() {
    return cancelRequested;
  }

  /** The heart stops. */
  @Override
  public void close() {
    closed = true;
    if (liveness != null) {
      liveness.cancel(false);
    }
  }
}
