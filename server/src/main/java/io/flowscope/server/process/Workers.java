package io.flowscope.server.process;

import io.flowscope.server.catalogue.StoredJar;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The worker processes of this server: one for each jar that somebody needs, restarted when it ends
 * by itself. Safe for use by several threads.
 */
public final class Workers implements AutoCloseable {
  private final Workshop shop;
  private final Map<String, JarWorker> workers = new ConcurrentHashMap<>();

  /** No process is started yet. */
  public Workers(Workshop shop) {
    this.shop = shop;
  }

  /**
   * Sees to it that a worker of the jar runs, and is restarted whenever it ends.
   *
   * @param defaultLists the default lists of types that it serves beside the jar's own list
   */
  public void ensure(StoredJar jar, List<String> defaultLists) {
    Future<?> unused = shop.thread().submit(() -> worker(jar).want(defaultLists));
  }

  private JarWorker worker(StoredJar jar) {
    return workers.computeIfAbsent(jar.hash12(), hash -> new JarWorker(jar, shop));
  }

  /** Stops the jar's worker, which stays in the list as stopped. */
  void stop(String hash12, String why) {
    JarWorker worker = workers.get(hash12);
    if (worker != null) {
      Future<?> unused = shop.thread().submit(() -> worker.stop(why));
    }
  }

  /** One entry for each jar that had a worker since the server started, by file name. */
  public List<WorkerState> list() {
    return workers.values().stream()
        .map(JarWorker::state)
        .sorted(Comparator.comparing(WorkerState::fileName).thenComparing(WorkerState::id))
        .toList();
  }

  /** The worker of the jar with these 12 digits. */
  public Optional<WorkerState> find(String hash12) {
    return Optional.ofNullable(workers.get(hash12)).map(JarWorker::state);
  }

  /** The end of what the jar's workers printed, at most {@code maximumBytes}. */
  public Optional<LogTail> log(String hash12, int maximumBytes) {
    return Optional.ofNullable(workers.get(hash12)).map(worker -> worker.log().tail(maximumBytes));
  }

  /** Stops all workers: closes their standard input, kills what is left after 2 s. */
  @Override
  public void close() {
    if (shop.thread().isShutdown()) {
      return;
    }
    Future<CompletableFuture<Void>> stopping =
        shop.thread()
            .submit(
                () ->
                    CompletableFuture.allOf(
                        workers.values().stream()
                            .map(worker -> worker.stop("the server is stopping"))
                            .toArray(CompletableFuture[]::new)));
    try {
      stopping.get(1, TimeUnit.SECONDS).get(3 * Workshop.GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Closing their input was all that could be done; the system ends them with this process.
    }
    shop.thread().shutdown();
  }
}
