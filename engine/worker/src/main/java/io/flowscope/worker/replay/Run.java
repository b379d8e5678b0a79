package io.flowscope.worker.replay;

import io.flowscope.Promise;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.payload.PayloadException;
import io.flowscope.engine.payload.PayloadRef;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.spi.FlowRuntime;
import io.flowscope.worker.Binding.WorkflowBinding;
import io.flowscope.worker.JarCatalogue;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a workflow in memory: its branches, its promises and what it has decided.
 *
 * <p>Whoever feeds it and all its branches are threads, but exactly one of them has the turn, so
 * nothing here is locked. All its threads belong to an executor that nobody else knows: dropping
 * the run drops them, parked as they are, and no line of the author's code runs.
 */
final class Run {
  final WorkflowExecution execution;
  final WorkflowBinding workflow;
  final JarCatalogue jar;
  final DeciderConfig config;
  final Payloads payloads;
  final Outbox outbox = new Outbox();
  final Gates gates;
  final Recorder recorder = new Recorder();
  final Signals signals = new Signals(this);
  final Sources sources = new Sources(this);
  final Ending ending = new Ending(this);

  /** Calls that are not over. */
  final Set<CallCell<?>> open = new LinkedHashSet<>();

  /** Failed promises; those that nobody observed are reported at the end. */
  final Set<Cell<?>> failed = new LinkedHashSet<>();

  /** Calls of idempotent tasks, by task and arguments. */
  private final Map<String, ActivityCell<?>> once = new HashMap<>();

  private final RunFlow flow = new RunFlow(this);
  private final ExecutorService threads;
  private final Deque<Cell<?>> finished = new ArrayDeque<>();
  private final TreeSet<Selection> dirty = new TreeSet<>();
  private final TreeSet<Branch> ready = new TreeSet<>();
  private final TreeSet<Branch> standing = new TreeSet<>();

  /** Those that came to stand in this round. */
  private final TreeSet<Branch> stopped = new TreeSet<>();

  private Event.@Nullable WorkflowExecutionStarted started;
  private @Nullable Branch root;
  private @Nullable ClassLoader classes;
  private volatile @Nullable Branch current;
  private volatile long turnSince;
  private @Nullable RuntimeException halted;
  private long sequence;
  private long finishes;
  private long ticks;

  private Instant now = Instant.EPOCH;
  private long historyLength;
  private boolean replaying;
  private boolean askedForCancel;
  private boolean cancelRequested;
  private boolean canceling;

  Run(
      WorkflowExecution execution,
      WorkflowBinding workflow,
      JarCatalogue jar,
      DeciderConfig config,
      Payloads payloads) {
    this.execution = execution;
    this.workflow = workflow;
    this.jar = jar;
    this.config = config;
    this.gates = new Gates(config, workflow.policy());
    this.payloads = payloads;
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("workflow " + workflow.name() + " ", 0).factory());
  }

  // --- rounds

  /** Before the events of a round are fed: what the code may ask about it. */
  void beginRound(Instant startedAt, long startedEventId, boolean recorded) {
    now = startedAt;
    historyLength = startedEventId;
    replaying = recorded;
    recorder.begin();
    ending.beginRound();
    if (startedEventId >= config.warnAtEvents()) {
      ending.warnOfLength(startedEventId);
    }
  }

  /** After the events of a round were fed. */
  void endRound() {
    ending.endRound();
    sources.endRound();
    for (Branch branch : stopped) {
      if (branch.count()) {
        recorder.wait(branch);
      }
    }
    stopped.clear();
    outbox.endRound();
  }

  /** The execution began: the author's code runs to its first barriers. */
  void begin(Event.WorkflowExecutionStarted event) {
    started = event;
    root = Branch.root(this, () -> ending.runRoot(event.input()));
    go(root);
    settle();
  }

  /** A branch of the first branch, for the undos. */
  Branch undoBranch(Runnable body) {
    if (root == null) {
      throw new IllegalStateException("The run has not begun");
    }
    return root.child(body);
  }

  Event.WorkflowExecutionStarted started() {
    if (started == null) {
      throw new IllegalStateException("The history does not begin with WorkflowExecutionStarted");
    }
    return started;
  }

  // --- turns

  void start(Runnable body) {
    threads.execute(body);
  }

  /** The classes of the workflow are those that its threads look for. */
  void classes(ClassLoader loader) {
    classes = loader;
    enter(Thread.currentThread());
  }

  /** {@code thread} begins to run the workflow's code. */
  void enter(Thread thread) {
    if (classes != null) {
      thread.setContextClassLoader(classes);
    }
  }

  /** Lets {@code branch} run until it parks or ends; then whoever called has the turn again. */
  void go(Branch branch) {
    Branch before = current;
    long beforeSince = turnSince;
    current = branch;
    turnSince = System.nanoTime();
    standing.remove(branch);
    stopped.remove(branch);
    branch.go();
    if (halted != null) {
      if (before == null) {
        throw halted;
      }
      // The code that made the branch must not go on either.
      before.abandon();
    }
    // The time of a branch that it made counts as its own: neither may go on for ever.
    turnSince = beforeSince;
    current = before;
    if (branch.ended()) {
      recorder.ended(branch);
    }
  }

  /**
   * Ends the decision for a reason that no code of the author's may see or catch: the branch that
   * runs now never goes on, and whoever feeds the run gets {@code why}.
   */
  private void halt(RuntimeException why) {
    Branch branch = current;
    if (branch == null || !branch.isCurrentThread()) {
      throw why;
    }
    halted = why;
    branch.abandon();
  }

  /** {@code json} with its large values; where one cannot be had, the decision ends here. */
  String expand(String json) {
    if (!PayloadRef.maybeIn(json)) {
      return json;
    }
    // The author's code is not to blame for the time that this takes.
    Branch branch = current;
    current = null;
    try {
      return payloads.expand(json);
    } catch (PayloadException e) {
      current = branch;
      halt(e);
      throw e;
    } finally {
      current = branch;
      turnSince = System.nanoTime();
    }
  }

  /** Runs all branches whose barrier is gone, in order, each until its next barrier or its end. */
  void resume() {
    settle();
    runReady();
    ending.refreshRestart();
    if (ending.undoAll()) {
      runReady();
    }
  }

  private void runReady() {
    for (Branch next = ready.pollFirst(); next != null; next = ready.pollFirst()) {
      if (next.standsAt() != null) {
        go(next);
        settle();
      }
    }
  }

  void ready(Branch branch) {
    ready.add(branch);
  }

  void stands(Branch branch) {
    standing.add(branch);
    stopped.add(branch);
  }

  /** Where its code stands, for people. */
  String standing() {
    for (Branch branch : standing) {
      Cell<?> cell = branch.standsAt();
      CallSite site = branch.site();
      if (cell != null) {
        return "waits for " + Recorded.shortly(cell.id) + (site == null ? "" : " at " + site.at());
      }
    }
    return open.isEmpty() ? "goes on" : "waits for " + Recorded.shortly(open.iterator().next().id);
  }

  /** The branch whose thread this is. */
  Branch branch(String what) {
    Branch branch = current;
    if (branch == null || !branch.isCurrentThread()) {
      throw new IllegalStateException(
          what
              + " was called on the thread \""
              + Thread.currentThread().getName()
              + "\", which is not that of the workflow "
              + workflow.name()
              + ". Use stubs and promises only in the workflow's own code; put other work into a"
              + " task.");
    }
    return branch;
  }

  /** The branch that runs now, for a watchdog on another thread. */
  @Nullable Running running() {
    Branch branch = current;
    return branch == null
        ? null
        : new Running(execution, workflow.name(), branch.path(), turnSince, branch.stack());
  }

  FlowRuntime runtime() {
    return flow;
  }

  RunFlow flow() {
    return flow;
  }

  // --- promises

  long nextSequence() {
    return ++sequence;
  }

  /** Now, on a clock that no two moments share. */
  long tick() {
    return ++ticks;
  }

  /** The next place in the finish order. */
  long nextFinish() {
    return ++finishes;
  }

  void finished(Cell<?> cell) {
    finished.add(cell);
    if (cell.failure() != null) {
      failed.add(cell);
    }
    if (cell instanceof CallCell<?> call) {
      open.remove(call);
    }
  }

  /** The call that stands for all equal ones: {@code call} itself where none has come before. */
  ActivityCell<?> firstOf(String taskAndArguments, ActivityCell<?> call) {
    return once.merge(
        taskAndArguments, call, (first, next) -> first.failure() == null ? first : next);
  }

  void dirty(Selection selection) {
    dirty.add(selection);
  }

  /** Carries what has finished to all that depend on it; runs no code of the author's. */
  void settle() {
    while (true) {
      Cell<?> cell = finished.poll();
      if (cell != null) {
        recorder.over(cell);
        cell.announce();
        continue;
      }
      Selection selection = dirty.pollFirst();
      if (selection == null) {
        return;
      }
      selection.decide();
    }
  }

  /** {@code promise} as one of this run. */
  @SuppressWarnings("unchecked")
  <T> Cell<T> cell(Promise<? extends T> promise) {
    return promise instanceof Cell<?> cell
        ? (Cell<T>) cell
        : new SettledCell<>(this, (Promise<T>) promise);
  }

  /** Runs {@code body} in a branch of its own to its first barrier. */
  <T> Promise<T> fork(String task, @Nullable Cell<?> source, Supplier<? extends T> body) {
    Branch maker = branch(task);
    BranchCell<T> cell = new BranchCell<>(this, maker.next(task), source, maker.after());
    if (source != null) {
      source.used();
    }
    Branch child = maker.child(() -> cell.run(body));
    cell.runsIn(child);
    go(child);
    settle();
    return cell;
  }

  // --- cancellation

  /** Whether the code is asked to deal with cancel requests itself. */
  boolean askCancel() {
    askedForCancel = true;
    return cancelRequested;
  }

  void requestCancel(boolean ignore) {
    cancelRequested = true;
    if (ignore || askedForCancel || canceling) {
      return;
    }
    canceling = true;
    for (CallCell<?> call : Set.copyOf(open).stream().sorted(CallCell.BY_AGE).toList()) {
      call.cancel();
    }
    settle();
    Set.copyOf(standing).stream().sorted().forEach(Branch::cancel);
    ending.canceled();
  }

  boolean canceling() {
    return canceling;
  }

  // --- what the round says

  Instant now() {
    return now;
  }

  long historyLength() {
    return historyLength;
  }

  boolean replaying() {
    return replaying;
  }
}
