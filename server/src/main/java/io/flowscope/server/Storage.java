package io.flowscope.server;

import io.flowscope.engine.Backend;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.WritesStopped;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.store.StoreException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Whether the server can write what it is told, and says so before the disk is full: while little
 * space is left, no new execution is begun, so that those that run can end.
 */
public final class Storage {
  /** Of a small disk, the reserve takes no more than this part. */
  private static final long LARGEST_PART = 20;

  private static final long MEGABYTE = 1L << 20;

  /** A disk with more than that is not full, whatever the system says. */
  private static final long LITTLE_MEGABYTES = 64;

  /** With less than that, a full disk is what fails, whatever the failure is called. */
  private static final long NOTHING_MEGABYTES = 8;

  private static final long LOOK_NANOS = 1_000_000_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What systems say when there is no room. */
  private static final List<String> FULL =
      List.of("no space left", "disk quota exceeded", "file too large", "not enough space");

  private final Supplier<Optional<WritesStopped>> stopped;
  private final Path folder;
  private final long reserve;
  private volatile Space known = new Space(Long.MAX_VALUE, Long.MAX_VALUE);
  private volatile long looked;
  private volatile Optional<Instant> lookedWhenStopped = Optional.empty();

  private final Probe probe;

  /** What is free on a disk, and how large it is, in bytes. */
  record Space(long free, long total) {}

  /** Looks at the disk. */
  interface Probe {
    Space look() throws IOException;
  }

  /** How the storage is. */
  public enum State {
    OK,
    /** Executions go on, but no new one is begun. */
    LOW_SPACE,
    /** Nothing can be written. */
    WRITES_STOPPED
  }

  /**
   * What is to be told.
   *
   * @param sentence what happened, why, and what to do; empty when all is well
   * @param since when writes stopped; empty otherwise
   * @param freeMegabytes what is left on the disk of the data folder
   */
  public record Report(State state, String sentence, Optional<Instant> since, long freeMegabytes) {}

  /**
   * @param folder lies on the disk that is watched
   * @param reserveMegabytes how much is kept for executions that run; at most a twentieth of the
   *     disk is
   */
  public Storage(Engine engine, Path folder, long reserveMegabytes) {
    this(engine::writesStopped, folder, reserveMegabytes, () -> space(folder));
  }

  Storage(
      Supplier<Optional<WritesStopped>> stopped, Path folder, long reserveMegabytes, Probe probe) {
    this.stopped = stopped;
    this.folder = folder;
    this.probe = probe;
    this.reserve = reserveMegabytes * MEGABYTE;
    this.looked = System.nanoTime() - LOOK_NANOS;
  }

  /** How the storage is now; cheap enough to be asked at each call. */
  public Report report() {
    Optional<WritesStopped> failing = stopped.get();
    Space space = space(failing.map(WritesStopped::since));
    long free = space.free() / MEGABYTE;
    if (failing.isPresent()) {
      WritesStopped one = failing.get();
      String why =
          isFull(one.cause()) || free < NOTHING_MEGABYTES ? full(free) : inOneLine(one.cause());
      return new Report(
          State.WRITES_STOPPED,
          "Nothing can be written since %s: %s Flowscope goes on by itself."
              .formatted(TIME.format(one.since()), why),
          Optional.of(one.since()),
          free);
    }
    long kept = Math.min(reserve, space.total() / LARGEST_PART);
    if (space.free() < kept) {
      return new Report(
          State.LOW_SPACE,
          "No new execution is begun: %d MB are free on the disk of %s, and %d MB are kept for those that run. Free some space, or start with another --set %s."
              .formatted(free, folder, kept / MEGABYTE, Setting.DISK_RESERVE_MEGABYTES.key()),
          Optional.empty(),
          free);
    }
    return new Report(State.OK, "", Optional.empty(), free);
  }

  private static Space space(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return new Space(store.getUsableSpace(), store.getTotalSpace());
  }

  private String full(long free) {
    return free < LITTLE_MEGABYTES
        ? "the disk of %s is full, %d MB are free. Free some space;".formatted(folder, free)
        : "the system takes no more for %s, though %d MB are free. See quotas and limits on files;"
            .formatted(folder, free);
  }

  /** Without the statement that databases add. */
  private static String inOneLine(Throwable failure) {
    return String.valueOf(failure.getMessage())
        .replaceAll("; SQL statement:[^)]*", "")
        .replaceAll("\\s+", " ");
  }

  /** What was free before writes stopped says nothing of why they did. */
  private Space space(Optional<Instant> stoppedSince) {
    long now = System.nanoTime();
    if (now - looked >= LOOK_NANOS || !stoppedSince.equals(lookedWhenStopped)) {
      looked = now;
      lookedWhenStopped = stoppedSince;
      try {
        known = probe.look();
      } catch (IOException e) {
        // What was known last is the best guess; a write will tell.
      }
    }
    return known;
  }

  /** Whether something failed since there is no room on the disk. */
  public static boolean isFull(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (FULL.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
  }

  /** The same backend, which begins no execution while space is low. */
  public Backend guarding(Backend backend) {
    return new Backend() {
      @Override
      public <R> CompletableFuture<R> call(Action<R> action) {
        if (action instanceof Action.StartWorkflowExecution) {
          Report report = report();
          if (report.state() == State.LOW_SPACE) {
            return CompletableFuture.failedFuture(new StoreException(report.sentence()));
          }
        }
        return backend.call(action);
      }

      @Override
      public void close() {
        backend.close();
      }
    };
  }
}
