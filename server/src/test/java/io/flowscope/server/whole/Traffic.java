package io.flowscope.server.whole;

import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Run;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * SWF clients of every kind, each in a thread of its own: some start executions and signal them,
 * some decide, some work at activities and tell of their progress. They note everything before they
 * ask for it, and again when it is answered, and go on when the server is away.
 */
final class Traffic implements AutoCloseable {
  static final WorkflowType TYPE = new WorkflowType("Traffic", "1");
  static final ActivityType ACTIVITY = new ActivityType("Step", "1");
  private static final TaskList LIST = new TaskList("traffic");

  /** Seconds after which a task that a killed client or server took is given to another. */
  private static final String TASK_SECONDS = "3";

  private static final int PAUSE_MILLIS = 50;

  /** How many threads of each kind. */
  record Clients(int starters, int deciders, int workers) {
    static final Clients ALL = new Clients(3, 2, 2);
    static final Clients STARTERS = new Clients(3, 0, 0);
    static final Clients WORKERS = new Clients(0, 2, 2);
  }

  /** Says when the next execution may be started. */
  interface Pace {
    Pace FREE =
        new Pace() {
          @Override
          public boolean next() {
            return true;
          }

          @Override
          public void ended() {}
        };

    /** Whether an execution may be started; waits a little, and is asked again after a no. */
    boolean next() throws InterruptedException;

    /** An execution has ended by a decision that was answered. */
    void ended();
  }

  private final Backend backend;
  private final String domain;
  private final Consumer<Note> book;
  private final String name;
  private final long seed;
  private final Pace pace;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<CompletableFuture<?>> polls = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopping = new CountDownLatch(1);

  /**
   * @param book is told everything, by several threads
   * @param name makes workflow ids, contexts and results unlike those of any other traffic
   */
  Traffic(Backend backend, String domain, Consumer<Note> book, String name, long seed) {
    this(backend, domain, book, name, seed, Pace.FREE);
  }

  Traffic(Backend backend, String domain, Consumer<Note> book, String name, long seed, Pace pace) {
    this.backend = backend;
    this.domain = domain;
    this.book = book;
    this.name = name;
    this.seed = seed;
    this.pace = pace;
  }

  /** Registers what is needed, where it is not yet. */
  static void register(Backend backend, String domain) {
    registered(backend, new Action.RegisterDomain(domain, null, "1", null));
    registered(
        backend,
        new Action.RegisterWorkflowType(
            domain,
            TYPE.name(),
            TYPE.version(),
            null,
            TASK_SECONDS,
            "3600",
            LIST,
            null,
            ChildPolicy.ABANDON,
            null));
    registered(
        backend,
        new Action.RegisterActivityType(
            domain,
            ACTIVITY.name(),
            ACTIVITY.version(),
            null,
            TASK_SECONDS,
            TASK_SECONDS,
            LIST,
            null,
            "NONE",
            "NONE"));
  }

  private static void registered(Backend backend, Action<?> action) {
    try {
      backend.call(action).join();
    } catch (java.util.concurrent.CompletionException e) {
      if (!(e.getCause() instanceof SwfFault fault) || !fault.type().contains("AlreadyExists")) {
        throw e;
      }
    }
  }

  Traffic start(Clients clients) {
    for (int i = 0; i < clients.starters(); i++) {
      int number = i;
      thread(() -> starter(number));
    }
    for (int i = 0; i < clients.deciders(); i++) {
      String identity = name + "-d" + i;
      thread(() -> decider(identity));
    }
    for (int i = 0; i < clients.workers(); i++) {
      String identity = name + "-w" + i;
      thread(() -> worker(identity));
    }
    return this;
  }

  private void thread(Runnable work) {
    threads.add(Thread.ofPlatform().daemon().name("traffic-" + threads.size()).start(work));
  }

  private void starter(int number) {
    Random random = new Random(seed * 31 + number);
    for (int n = 0; mayStart(); n++) {
      String id = name + "-" + number + "-" + n;
      Note start = Note.start(id, "\"" + id + "\"");
      Optional<Run> run = ask(start, started(id, start.value())).answer();
      if (run.isPresent()) {
        int signals = 1 + random.nextInt(5);
        for (int s = 1; s <= signals && running(); s++) {
          signal(id, run.get().runId(), "s" + s);
        }
        signal(id, run.get().runId(), TrafficPlan.END);
      }
    }
  }

  private boolean mayStart() {
    try {
      while (running()) {
        if (pace.next()) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private Action<Run> started(String id, String input) {
    return new Action.StartWorkflowExecution(
        domain, id, TYPE, null, null, input, null, List.of("traffic"), null, null, null);
  }

  /** Sends one signal; whether it was answered. */
  boolean signal(String id, String runId, String signal) {
    return ask(
            Note.signal(id, runId, signal),
            new Action.SignalWorkflowExecution(domain, id, runId, signal, null))
        .answer()
        .isPresent();
  }

  private void decider(String identity) {
    for (int n = 0; running(); n++) {
      Optional<DecisionTask> task =
          poll(new Action.PollForDecisionTask(domain, LIST, identity, null, null, null, null));
      if (task.isPresent() && task.get().taskToken() != null) {
        decide(task.get(), identity + "-" + n);
      }
    }
  }

  private void decide(DecisionTask task, String context) {
    List<Decision> decisions = TrafficPlan.decide(task.events());
    boolean answered =
        answer(
            note(
                Note.Kind.DECIDE,
                task.workflowExecution(),
                task.taskToken(),
                task.startedEventId(),
                context),
            new Action.RespondDecisionTaskCompleted(
                task.taskToken(), decisions, context, null, null));
    if (answered
        && decisions.stream().anyMatch(Decision.CompleteWorkflowExecution.class::isInstance)) {
      pace.ended();
    }
  }

  private void worker(String identity) {
    for (int n = 0; running(); n++) {
      Optional<ActivityTask> task =
          poll(new Action.PollForActivityTask(domain, LIST, identity))
              .filter(given -> given.taskToken() != null);
      if (task.isPresent()) {
        work(task.get(), identity + "-" + n);
      }
    }
  }

  private void work(ActivityTask task, String result) {
    for (int beat = 1; beat <= 2; beat++) {
      ask(
          note(
              Note.Kind.HEARTBEAT,
              task.workflowExecution(),
              task.taskToken(),
              task.startedEventId(),
              Integer.toString(beat)),
          new Action.RecordActivityTaskHeartbeat(task.taskToken(), Integer.toString(beat)));
    }
    answer(
        note(
            Note.Kind.COMPLETE,
            task.workflowExecution(),
            task.taskToken(),
            task.startedEventId(),
            result),
        new Action.RespondActivityTaskCompleted(task.taskToken(), result));
  }

  private static Note note(
      Note.Kind kind, WorkflowExecution execution, String token, long started, String value) {
    return Note.task(kind, execution.workflowId(), execution.runId(), token, started, value);
  }

  /**
   * Answers a task until it is known what became of it: a token is accepted once.
   *
   * @return whether the answer was taken
   */
  private boolean answer(Note note, Action<?> action) {
    while (running()) {
      Reply<?> reply = ask(note, action);
      if (reply.known()) {
        return reply.answer().isPresent();
      }
      rest();
    }
    return false;
  }

  /**
   * What came back.
   *
   * @param known whether it is known what became of the call: it was answered, or refused for good
   */
  private record Reply<R>(Optional<R> answer, boolean known) {}

  private <R> Reply<R> ask(Note note, Action<R> action) {
    book.accept(note);
    try {
      R answer = backend.call(action).get();
      book.accept(
          answer instanceof Run run && run.runId() != null
              ? note.answered(run.runId())
              : note.answered());
      return new Reply<>(Optional.of(answer), true);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SwfFault fault) {
        book.accept(note.refused(fault.type()));
        boolean throttled = fault.type().equals("ThrottlingException");
        if (throttled) {
          rest();
        }
        return new Reply<>(Optional.empty(), !throttled);
      }
      rest();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Reply<>(Optional.empty(), false);
  }

  private <R> Optional<R> poll(Action<R> action) {
    CompletableFuture<R> future = backend.call(action);
    polls.add(future);
    try {
      if (!running()) {
        future.cancel(true);
      }
      return Optional.of(future.get());
    } catch (ExecutionException | java.util.concurrent.CancellationException e) {
      rest();
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      polls.remove(future);
    }
  }

  private boolean running() {
    return stopping.getCount() > 0 && !Thread.currentThread().isInterrupted();
  }

  /** Lets a server that is away come back. */
  private void rest() {
    try {
      if (stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets every client end what it is at; polls are given up. */
  @Override
  public void close() {
    stopping.countDown();
    polls.forEach(poll -> poll.cancel(true));
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
