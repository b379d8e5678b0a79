package io.flowscope.server.process;

import io.flowscope.server.catalogue.StoredJar;
import java.util.List;
import java.util.Optional;

/**
 * The worker processes of this server: one for each jar that somebody needs, restarted when it ends
 * by itself. Safe for use by several threads.
 */
public final class Workers implements AutoCloseable {

  /**
   * Sees to it that a worker of the jar runs, and is restarted whenever it ends.
   *
   * @param current whether it also polls the default lists of the jar's types
   */
  public void ensure(StoredJar jar, boolean current) {
    throw new UnsupportedOperationException(jar + " " + current);
  }

  /** Stops the jar's worker, which stays in the list as stopped. */
  public void stop(String hash12) {
    throw new UnsupportedOperationException(hash12);
  }

  /** One entry for each jar that had a worker since the server started, by file name. */
  public List<WorkerState> list() {
    throw new UnsupportedOperationException();
  }

  /** The worker of the jar with these 12 digits. */
  public Optional<WorkerState> find(String hash12) {
    throw new UnsupportedOperationException(hash12);
  }

  /** The end of what the jar's workers printed, at most {@code maximumBytes}. */
  public Optional<LogTail> log(String hash12, int maximumBytes) {
    throw new UnsupportedOperationException(hash12 + maximumBytes);
  }

  /** Stops all workers: closes their standard input, kills what is left after 2 s. */
  @Override
  public void close() {}
}
