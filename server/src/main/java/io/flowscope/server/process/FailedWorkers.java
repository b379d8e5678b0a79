package io.flowscope.server.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last workers of a jar that ended by themselves. The next one holds decisions against a run
 * that ran out of time in these, and in no others. For one thread.
 */
public final class FailedWorkers {
  /** A run stops after three; more than one may be at it. */
  private static final int KEPT = 32;

  private final Deque<String> identities = new ArrayDeque<>();

  /** Takes note of an end. */
  public void ended(String identity, int exitCode) {
    if (!Endings.isByItself(exitCode)) {
      return;
    }
    identities.addLast(identity);
    if (identities.size() > KEPT) {
      identities.removeFirst();
    }
  }

  /** Their identities, the oldest first. */
  public List<String> identities() {
    return List.copyOf(identities);
  }
}
