package io.flowscope.server.process;

import io.flowscope.server.catalogue.StoredJar;
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
 * What all workers of a server share.
 *
 * @param paths where the bytes of a jar are
 * @param logs the folder of their logs
 * @param thread the one thread on which their state changes
 * @param life how long they are meant to run
 * @param echo where their output goes as well, or null
 */
public record Workshop(
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
    return logs.resolve(jar.hash12() + ".log");
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
