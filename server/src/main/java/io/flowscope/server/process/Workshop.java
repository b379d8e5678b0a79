package io.flowscope.server.process;

import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.connect.Connection;
import io.flowscope.server.swf.KeyRing;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all workers of a server share that work for one connection.
 *
 * @param connection where their tasks come from, by way of this server's own endpoint
 * @param paths where the bytes of a jar are
 * @param logs the folder of their logs
 * @param thread the one thread on which their state changes
 * @param life how long they are meant to run
 * @param echo where their output goes as well, or null
 */
public record Workshop(
    Connection connection,
    WorkerLauncher launcher,
    Function<StoredJar, Path> paths,
    KeyRing keys,
    Leases leases,
    ProcessSettings settings,
    URI endpoint,
    Path logs,
    InstantSource clock,
    ScheduledExecutorService thread,
    WorkerLauncher.Life life,
    @Nullable OutputStream echo) {

  /**
   * The heartbeat timeout of tasks that name none, on an SWF that is not told when a worker process
   * ends: a task of a dead worker is tried again then.
   */
  public static final int HEARTBEAT_SECONDS = 60;

  /** How long a worker may take to end when its standard input closes. */
  static final long GRACE_MILLIS = 2_000;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final Executor PUMP =
      task -> Thread.ofPlatform().daemon().name("worker-output").start(task);

  Path path(StoredJar jar) {
    return paths.apply(jar);
  }

  Path logFile(StoredJar jar) {
    return logs.resolve(id(jar) + ".log");
  }

  /** Names the worker of a jar in addresses. */
  String id(StoredJar jar) {
    return connection.isLocal() ? jar.hash12() : jar.hash12() + "-" + connection.name();
  }

  /** What the identities of a jar's worker begin with. */
  String identity(StoredJar jar) {
    return connection.isLocal() ? jar.taskList() : jar.taskList() + "." + connection.name();
  }

  /** A thread for each stream: reading from a pipe holds its thread. */
  Executor pump() {
    return PUMP;
  }

  long millis() {
    return clock.millis();
  }

  long nanos() {
    return System.nanoTime();
  }

  String randomLetters() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
