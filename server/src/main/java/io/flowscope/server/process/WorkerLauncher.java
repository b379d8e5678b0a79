package io.flowscope.server.process;

import io.flowscope.server.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts worker processes: the command line, the isolation, an empty environment, a folder of their
 * own. Safe for use by several threads.
 */
public final class WorkerLauncher implements AutoCloseable {
  private static final String PID_FILE = ".pid";

  private final WorkerCache cache;
  private final Path works;
  private final String heap;
  private final Isolation isolation;

  /**
   * Processes are started by one thread that lives as long as this object: with bubblewrap, a
   * process dies with the thread that started it.
   */
  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("worker-starter").factory());

  private @Nullable Ahead ahead;

  private WorkerLauncher(WorkerCache cache, Path works, String heap, Isolation isolation) {
    this.cache = cache;
    this.works = works;
    this.heap = heap;
    this.isolation = isolation;
  }

  /**
   * Prepares what processes need.
   *
   * @param cacheFolder keeps {@code worker.jar}; may be shared
   * @param workFolder gets a folder for each process; what an earlier owner left there is removed,
   *     processes included
   * @param heap the value of {@code -Xmx}
   * @param isolation {@code auto} or the label of an isolation
   */
  public static WorkerLauncher open(
      Path cacheFolder, Path workFolder, String heap, String isolation) throws IOException {
    WorkerCache cache = WorkerCache.open(OwnerOnly.folder(cacheFolder).toAbsolutePath());
    Path works = OwnerOnly.folder(workFolder).toAbsolutePath();
    removeLeftovers(works);
    return new WorkerLauncher(cache, works, heap, Isolation.detect(isolation));
  }

  /** The program of workers. */
  public Path workerJar() {
    return cache.jar();
  }

  /** The feature version of Java that workers run. */
  public int javaVersion() {
    return Runtime.version().feature();
  }

  /** The largest heap of a worker. */
  public String heap() {
    return heap;
  }

  /** What keeps workers away from the rest of the machine. */
  public Isolation isolation() {
    return isolation;
  }

  /** How a process is started. */
  public enum Life {
    /** A few seconds: started as fast as can be. */
    SHORT,
    /** Hours: compiled as well as can be. */
    LONG
  }

  /**
   * Starts a process.
   *
   * @param mode the first argument of {@code worker.jar}
   * @param jar the uploaded jar that it may read
   * @param merged whether its error output is merged into its output
   */
  public WorkerProcess start(String mode, Path jar, String name, Life life, boolean merged)
      throws IOException {
    Order order = new Order(mode, jar.toAbsolutePath(), life, merged);
    CompletableFuture<WorkerProcess> process = ahead(order);
    try {
      return (process == null ? starting(order, name) : process).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException io) {
        throw new IOException("A worker process cannot be started: " + io.getMessage(), io);
      }
      throw e;
    }
  }

  /** What makes one process as good as another. */
  private record Order(String mode, Path jar, Life life, boolean merged) {}

  /** A process that was started before anybody asked for it. */
  private record Ahead(Order order, CompletableFuture<WorkerProcess> process) {}

  /**
   * Starts a process that will be wanted soon: the next {@link #start} of the same gets it. It
   * comes up while its starter does other things, and waits for its configuration.
   */
  public synchronized void startAhead(
      String mode, Path jar, String name, Life life, boolean merged) {
    Order order = new Order(mode, jar.toAbsolutePath(), life, merged);
    ahead = new Ahead(order, starting(order, name));
  }

  private synchronized @Nullable CompletableFuture<WorkerProcess> ahead(Order order) {
    Ahead found = ahead;
    if (found == null || !found.order().equals(order)) {
      return null;
    }
    ahead = null;
    return found.process();
  }

  private CompletableFuture<WorkerProcess> starting(Order order, String name) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return startHere(order.mode(), order.jar(), name, order.life(), order.merged());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        starter);
  }

  private WorkerProcess startHere(String mode, Path jar, String name, Life life, boolean merged)
      throws IOException {
    Path work = Files.createTempDirectory(works, name + "-");
    Path temporary = Files.createDirectory(work.resolve("tmp"));
    List<Path> readable = List.of(workerJar(), jar);
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(flags(work, temporary, life));
    java.addAll(archive(mode));
    java.addAll(List.of("-jar", workerJar().toString(), mode));
    List<String> command = isolation.prefix(readable, work);
    command.addAll(java);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(merged);
    environment(builder.environment(), work, temporary);
    Process process = builder.start();
    String born = process.info().startInstant().map(Instant::toString).orElse("");
    Files.writeString(pidFile(work), process.pid() + " " + born);
    OwnerOnly.file(pidFile(work));
    return new WorkerProcess(process, work, isolation.endsAsOne());
  }

  private List<String> flags(Path work, Path temporary, Life life) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "-Xmx" + heap,
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + work.resolve("crash.log"),
                "-Djava.io.tmpdir=" + temporary,
                "-Duser.home=" + work,
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8"));
    if (life == Life.SHORT) {
      flags.add("-XX:TieredStopAtLevel=1");
    }
    return flags;
  }

  private static void environment(Map<String, String> environment, Path work, Path temporary) {
    environment.clear();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", work.toString());
    environment.put("TMPDIR", temporary.toString());
  }

  /**
   * Java keeps an archive of the classes that a mode loads in the cache, which about halves the
   * start-up time from the second start on. A process that cannot write there goes without.
   */
  private List<String> archive(String mode) {
    if (isolation != Isolation.NONE) {
      return List.of();
    }
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + cache.archive(mode),
        "-Xlog:disable");
  }

  private static void removeLeftovers(Path works) throws IOException {
    try (Stream<Path> folders = Files.list(works)) {
      for (Path path : folders.sorted(Comparator.reverseOrder()).toList()) {
        if (path.toString().endsWith(PID_FILE)) {
          killLeftover(path);
        }
        WorkerProcess.deleteTree(path);
      }
    }
  }

  /** Beside the folder of the process, where the process cannot write. */
  static Path pidFile(Path work) {
    return work.resolveSibling(work.getFileName() + PID_FILE);
  }

  private static void killLeftover(Path pidFile) throws IOException {
    if (!Files.isRegularFile(pidFile)) {
      return;
    }
    String[] words = Files.readString(pidFile).strip().split(" ");
    if (words.length != 2 || !words[0].matches("\\d{1,10}")) {
      return;
    }
    ProcessHandle.of(Long.parseLong(words[0]))
        .filter(
            handle ->
                handle.info().startInstant().map(Instant::toString).orElse("").equals(words[1]))
        .ifPresent(
            handle -> {
              List<ProcessHandle> children = handle.descendants().toList();
              handle.destroyForcibly();
              children.forEach(ProcessHandle::destroyForcibly);
            });
  }

  /** Nobody wanted it. */
  private synchronized void dropAhead() {
    if (ahead != null) {
      var unused =
          ahead
              .process()
              .thenAccept(
                  process -> {
                    process.kill();
                    process.cleanUp();
                  });
      ahead = null;
    }
  }

  @Override
  public void close() {
    dropAhead();
    starter.shutdown();
    try {
      if (!starter.awaitTermination(2, TimeUnit.SECONDS)) {
        starter.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cache.close();
  }
}
