package io.flowscope.server.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.process.WorkerState.Phase;
import io.flowscope.server.swf.AccessKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker of one jar through all its processes. Everything but {@link #state} and {@link #log}
 * is called by one thread only.
 */
final class JarWorker {
  private static final Logger LOG = LoggerFactory.getLogger(JarWorker.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LAST_LINES = 12;

  private final StoredJar jar;
  private final Workshop shop;
  private final OutputLog log;
  private final Backoff backoff = new Backoff();
  private final FailedWorkers failed = new FailedWorkers();

  private boolean wanted;
  private List<String> lists = List.of();
  private int starts;
  private String message = "not started yet";
  private @Nullable String lastEnd;
  private @Nullable Running running;
  private @Nullable Future<?> retry;
  private @Nullable Long nextStartAt;
  private volatile WorkerState state;

  JarWorker(StoredJar jar, Workshop shop) {
    this.jar = jar;
    this.shop = shop;
    this.log = new OutputLog(shop.logFile(jar), shop::nanos, shop.echo());
    this.state = view(Phase.STOPPED);
  }

  /** A process that runs. */
  private record Running(
      WorkerProcess worker,
      String identity,
      AccessKey key,
      long startedAt,
      long startedNanos,
      CompletableFuture<Void> handled) {}

  WorkerState state() {
    return state.withLastLines(log.lastLines(LAST_LINES));
  }

  OutputLog log() {
    return log;
  }

  /** Sees to it that a process runs, which serves these default lists beside the jar's own. */
  void want(List<String> defaultLists) {
    boolean changed = !lists.equals(defaultLists);
    lists = List.copyOf(defaultLists);
    wanted = true;
    if (running != null) {
      if (changed) {
        narrow(running);
      }
      publish();
    } else if (retry == null) {
      start();
    }
  }

  /** Lets the process end; completes when nothing of it is left. */
  CompletableFuture<?> stop(String why) {
    wanted = false;
    cancelRetry();
    message = why;
    backoff.reset();
    publish();
    if (running == null) {
      return CompletableFuture.completedFuture(null);
    }
    var unused = running.worker().end(Workshop.GRACE_MILLIS);
    return running.handled();
  }

  /**
   * Tells a process that goes on with its tasks which default lists are still its own; the endpoint
   * refuses it the others from now on.
   */
  private void narrow(Running process) {
    shop.keys()
        .accept(
            new AccessKey(
                process.key().id(),
                process.key().secret(),
                process.identity(),
                scope(process.identity())));
    try {
      process.worker().tell(JSON.writeValueAsString(Map.of("lists", lists)));
    } catch (IOException e) {
      // It is ending; the next process gets the new lists at its start.
    }
  }

  private AccessKey.Scope scope(String identity) {
    List<String> all = new ArrayList<>(lists);
    all.add(jar.taskList());
    all.add(identity);
    return new AccessKey.Worker(
        shop.connection().name(), shop.connection().domain(), java.util.Set.copyOf(all));
  }

  private void start() {
    starts++;
    nextStartAt = null;
    retry = null;
    String identity = shop.identity(jar) + "." + starts + "." + shop.randomLetters();
    AccessKey key = shop.keys().issue(identity, scope(identity));
    try {
      WorkerProcess worker =
          shop.launcher().start("work", shop.path(jar), jar.hash12(), shop.life(), true);
      log.note("started as " + identity + ", process " + worker.process().pid());
      running =
          new Running(
              worker, identity, key, shop.millis(), shop.nanos(), new CompletableFuture<>());
      message = lastEnd == null ? "running" : "running; the one before it " + lastEnd;
      CompletableFuture<Void> drained =
          CompletableFuture.runAsync(
              () -> log.drain(worker.process().getInputStream()), shop.pump());
      watch(running, drained);
      worker.tell(configuration(identity, key));
    } catch (IOException e) {
      if (running == null) {
        shop.keys().revoke(key.id());
        LOG.warn("The worker of {} cannot be started: {}", jar.fileName(), e.getMessage());
        again("cannot be started: " + e.getMessage(), Duration.ZERO);
      }
    }
    publish();
  }

  private String configuration(String identity, AccessKey key) throws JsonProcessingException {
    ProcessSettings settings = shop.settings();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("endpoint", shop.endpoint().toString());
    values.put("region", "local");
    values.put("accessKey", key.id());
    values.put("secretKey", key.secret());
    values.put("domain", shop.connection().domain());
    values.put("jar", shop.path(jar).toAbsolutePath().toString());
    values.put("jarHash", jar.hash());
    values.put("identity", identity);
    values.put("current", !lists.isEmpty());
    values.put("lists", lists);
    values.put("slots", settings.slots());
    if (!shop.connection().isLocal()) {
      values.put("heartbeatSeconds", Workshop.HEARTBEAT_SECONDS);
    }
    values.put("failed", failed.identities());
    values.put("valueCap", settings.valueCap());
    values.put("decisionLimitMillis", settings.decisionLimit().toMillis());
    if (settings.deciders() > 0) {
      values.put("parallelDeciders", settings.deciders());
    }
    return JSON.writeValueAsString(values);
  }

  private void watch(Running process, CompletableFuture<Void> drained) {
    process
        .worker()
        .process()
        .onExit()
        .thenAcceptAsync(ended -> lost(process), shop.thread())
        .thenCompose(done -> drained.copy().completeOnTimeout(null, 500, TimeUnit.MILLISECONDS))
        .thenRunAsync(() -> ended(process), shop.thread())
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.error("The end of a worker could not be handled", failure);
              }
              process.handled().complete(null);
            });
  }

  /** The first thing after the end: its tasks are free for the next worker. */
  private void lost(Running process) {
    shop.keys().revoke(process.key().id());
    shop.leases()
        .workerLost(process.identity())
        .whenComplete(
            (tasks, failure) -> {
              if (failure != null) {
                LOG.warn("The tasks of {} could not be freed", process.identity(), failure);
              }
            });
    process.worker().cleanUp();
  }

  private void ended(Running process) {
    running = null;
    List<String> lines = log.lastLines(LAST_LINES);
    int code = process.worker().process().exitValue();
    failed.ended(process.identity(), code);
    String how = Endings.sentence(code, lines, shop.launcher().heap());
    log.note("process " + process.worker().process().pid() + " " + how);
    if (wanted) {
      lastEnd = how;
      Duration ran = Duration.ofNanos(shop.nanos() - process.startedNanos());
      LOG.warn("The worker of {} {} after {} ms", jar.fileName(), how, ran.toMillis());
      again("%s after %s".formatted(how, seconds(ran.toMillis())), ran);
    }
    publish();
  }

  private void again(String how, Duration ran) {
    long delay = backoff.afterEnd(ran);
    nextStartAt = shop.millis() + delay;
    message =
        backoff.exhausted()
            ? "%s, the %dth time in a row; tried again once a minute"
                .formatted(how, backoff.failures())
            : "%s; starts again after %s".formatted(how, seconds(delay));
    retry = shop.thread().schedule(this::retry, delay, TimeUnit.MILLISECONDS);
  }

  private void retry() {
    retry = null;
    if (wanted && running == null) {
      start();
    }
  }

  private void cancelRetry() {
    nextStartAt = null;
    if (retry != null) {
      retry.cancel(false);
      retry = null;
    }
  }

  private static String seconds(long millis) {
    return millis < 10_000
        ? String.format(java.util.Locale.ROOT, "%.1f s", millis / 1_000.0)
        : millis / 1_000 + " s";
  }

  private void publish() {
    Phase phase;
    if (running != null) {
      phase = Phase.RUNNING;
    } else if (!wanted) {
      phase = Phase.STOPPED;
    } else {
      phase = backoff.exhausted() ? Phase.QUARANTINED : Phase.WAITING;
    }
    state = view(phase);
  }

  private WorkerState view(Phase phase) {
    Running process = running;
    return new WorkerState(
        shop.id(jar),
        shop.connection().name(),
        jar.hash(),
        jar.fileName(),
        !lists.isEmpty(),
        phase,
        process == null ? null : process.identity(),
        process == null ? null : process.worker().process().pid(),
        process == null ? null : process.startedAt(),
        starts,
        message,
        nextStartAt,
        shop.launcher().isolation().label(),
        List.of());
  }
}
