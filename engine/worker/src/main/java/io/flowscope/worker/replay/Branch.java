package io.flowscope.worker.replay;

import io.flowscope.TaskCanceled;
import io.flowscope.spi.Current;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A line of the author's code on a virtual thread of its own. It runs only while it has the turn;
 * at a barrier it parks, and nothing is thrown into it.
 */
final class Branch implements Comparable<Branch> {
  /** SWF's 256, with room for attempts and delays. */
  private static final int MAX_ID = 236;

  private final Run run;
  private final int[] path;
  private final String prefix;
  private final Runnable body;
  private final Map<String, Integer> counters = new HashMap<>();
  private List<String> passed = new ArrayList<>(0);
  private List<String> before;
  private int children;
  private int barriers;

  private @Nullable Thread thread;
  private @Nullable Thread resumer;
  private volatile boolean turn;
  private volatile boolean ended;

  private @Nullable Cell<?> standsAt;
  private @Nullable CallSite site;
  private @Nullable String barrier;
  private boolean cancel;

  /** What this branch has looked at, and when; the first branch gives its result another way. */
  private final Map<Cell<?>, Long> seen = new LinkedHashMap<>();

  private Branch(Run run, int[] path, List<String> before, Runnable body) {
    this.run = run;
    this.path = path;
    this.before = before;
    this.body = body;
    StringBuilder text = new StringBuilder();
    for (int step : path) {
      text.append(step).append('.');
    }
    this.prefix = text.toString();
  }

  static Branch root(Run run, Runnable body) {
    return new Branch(run, new int[0], List.of(), body);
  }

  /** The next branch that this one makes. */
  Branch child(Runnable childBody) {
    int[] childPath = Arrays.copyOf(path, path.length + 1);
    childPath[path.length] = ++children;
    return new Branch(run, childPath, after(), childBody);
  }

  /** {@code 1.2}; empty for the first branch. */
  String path() {
    return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
  }

  /** Whether {@code id} was made in this branch or in one that it made. */
  boolean owns(String id) {
    return id.startsWith(prefix);
  }

  /** The next identity of a thing of type {@code task}. */
  String next(String task) {
    String id = prefix + task + "-" + counters.merge(task, 1, Integer::sum);
    if (id.length() > MAX_ID) {
      throw new IllegalStateException(
          "The identity of a call would have "
              + id.length()
              + " characters; SWF takes at most 256. There are "
              + path.length
              + " branches within branches: put some of them into a sub-workflow. It begins with "
              + id.substring(0, 40));
    }
    return id;
  }

  /** The barriers that stand before the next call. */
  List<String> after() {
    return passed.isEmpty() ? before : List.copyOf(passed);
  }

  /** The same, for a call that is made now. */
  List<String> afterOfCall() {
    before = after();
    passed = new ArrayList<>(0);
    return before;
  }

  /**
   * The code has looked at how {@code cell} ended. What it had looked at before it made {@code
   * cell} stands behind {@code cell} and no longer counts.
   */
  void saw(Cell<?> cell) {
    if (path.length == 0) {
      return;
    }
    if (owns(cell.id)) {
      Iterator<Long> times = seen.values().iterator();
      while (times.hasNext() && times.next() < cell.made()) {
        times.remove();
      }
    }
    seen.remove(cell);
    seen.put(cell, run.tick());
  }

  /** What it has looked at last: the promises that a plain value of this branch was made of. */
  List<Cell<?>> seen() {
    return List.copyOf(seen.keySet());
  }

  /** Stops here until {@code cell} has finished. */
  void await(Cell<?> cell) {
    throwIfCanceled(cell);
    CallSite here = CallSite.here();
    Monitors.refuse(run.config.java(), here);
    standsAt = cell;
    site = here;
    cell.await(this);
    run.stands(this);
    this.yield();
    standsAt = null;
    if (barrier != null) {
      passed.add(barrier);
      barrier = null;
    }
    if (cell.pending()) {
      cell.awaitNoMore(this);
      throwIfCanceled(cell);
    }
  }

  private void throwIfCanceled(Cell<?> cell) {
    if (cancel) {
      cancel = false;
      throw new TaskCanceled(cell.id, "The workflow was asked to cancel", null);
    }
  }

  /** The next barrier, or the one at which this branch stands, throws {@link TaskCanceled}. */
  void cancel() {
    cancel = true;
    if (standsAt != null && standsAt.pending()) {
      run.ready(this);
    }
  }

  /** What it waits for; null while it runs and when it has ended. */
  @Nullable Cell<?> standsAt() {
    return standsAt;
  }

  @Nullable CallSite site() {
    return site;
  }

  /** Gives the barrier at which this branch stands its identity, if it has none yet. */
  boolean count() {
    if (standsAt == null || barrier != null) {
      return false;
    }
    barrier = prefix + "get-" + ++barriers;
    return true;
  }

  @Nullable String barrier() {
    return barrier;
  }

  boolean ended() {
    return ended;
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  StackTraceElement[] stack() {
    Thread current = thread;
    return current == null ? new StackTraceElement[0] : current.getStackTrace();
  }

  /** Gives the turn to this branch and waits until it parks or ends. */
  void go() {
    resumer = Thread.currentThread();
    turn = true;
    if (thread == null) {
      run.start(this::main);
    } else {
      LockSupport.unpark(thread);
    }
    boolean interrupted = false;
    while (turn) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void main() {
    thread = Thread.currentThread();
    run.enter(thread);
    try {
      Current.withFlow(
          run.runtime(),
          () -> {
            body.run();
            return null;
          });
    } finally {
      ended = true;
      handOver();
    }
  }

  private void yield() {
    handOver();
    while (!turn) {
      LockSupport.park(this);
      // Author code may interrupt itself; a barrier takes no notice.
      boolean ignored = Thread.interrupted();
    }
  }

  /** Gives the turn back and never runs again; its thread goes with the run. */
  void abandon() {
    handOver();
    while (true) {
      LockSupport.park(this);
      boolean ignored = Thread.interrupted();
    }
  }

  private void handOver() {
    Thread next = resumer;
    resumer = null;
    turn = false;
    LockSupport.unpark(next);
  }

  /** Order of creation, depth first. */
  @Override
  public int compareTo(Branch other) {
    return Arrays.compare(path, other.path);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(path);
  }
}
