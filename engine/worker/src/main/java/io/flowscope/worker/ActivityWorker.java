package io.flowscope.worker;

import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Action.PollForActivityTask;
import io.flowscope.engine.model.Action.RespondActivityTaskCanceled;
import io.flowscope.engine.model.Action.RespondActivityTaskCompleted;
import io.flowscope.engine.model.Action.RespondActivityTaskFailed;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.spi.Current;
import io.flowscope.spi.Failures;
import io.flowscope.worker.Binding.Implementation;
import io.flowscope.worker.Binding.TaskBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs the activities of a jar, each on a virtual thread of its own. Whatever the author's code
 * throws is a failure of its task and never of the worker; only a heap that is full ends the
 * process.
 */
final class ActivityWorker implements AutoCloseable {
  /** How long a result is offered to a server that does not answer. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int MAX_DETAILS = 32_768;

  private final Backend backend;
  private final String domain;
  private final String identity;
  private final JarCatalogue catalogue;
  private final Payloads payloads;
  private final Slots slots;
  private final int slotCount;
  private final RandomGenerator random;
  private final Calls calls;
  private final @Nullable Long usualHeartbeat;
  private final Lists defaults = new Lists(this::serveDefault);
  private final List<Poller<?>> own = new ArrayList<>();

  /** The tasks that run, and this object itself until it waits for them. */
  private final Phaser running = new Phaser(1);

  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("heartbeat-", 0).factory());

  ActivityWorker(
      Backend backend,
      String domain,
      String identity,
      JarCatalogue catalogue,
      Payloads payloads,
      int slotCount,
      RandomGenerator random) {
    this(backend, domain, identity, catalogue, payloads, slotCount, random, null);
  }

  /**
   * @param usualHeartbeat heartbeat timeout in seconds of tasks that name none; null for none
   */
  ActivityWorker(
      Backend backend,
      String domain,
      String identity,
      JarCatalogue catalogue,
      Payloads payloads,
      int slotCount,
      RandomGenerator random,
      @Nullable Long usualHeartbeat) {
    this.usualHeartbeat = usualHeartbeat;
    this.backend = backend;
    this.domain = domain;
    this.identity = identity;
    this.catalogue = catalogue;
    this.payloads = payloads;
    this.slots = new Slots(slotCount);
    this.slotCount = slotCount;
    this.random = random;
    this.calls = new Calls(backend, random);
  }

  /** Begins to poll the list that is this jar's alone. */
  void serve(String list) {
    for (int i = 0; i < Slots.pollers(slotCount); i++) {
      int index = i;
      own.add(poller(list, () -> slots.takeForPoll(index), true));
    }
  }

  /** Polls these lists from now on, beside the jar's own. */
  void serveDefaults(List<String> lists) {
    defaults.set(lists);
  }

  /** Holds no slot while it polls: one slot must not be kept busy by lists without tasks. */
  private Poller<?> serveDefault(String list) {
    return poller(list, () -> {}, false);
  }

  private interface Room {
    void take() throws InterruptedException;
  }

  private Poller<?> poller(String list, Room room, boolean slotHeld) {
    Poller.Lane<ActivityTask> lane =
        new Poller.Lane<>() {
          @Override
          public void before() throws InterruptedException {
            room.take();
          }

          @Override
          public ActivityTask poll() throws InterruptedException, ExecutionException {
            return backend.await(new PollForActivityTask(domain, new TaskList(list), identity));
          }

          @Override
          public boolean isEmpty(ActivityTask task) {
            return task.taskToken() == null || task.taskToken().isEmpty();
          }

          @Override
          public void work(ActivityTask task) {
            begin(task, slotHeld);
          }

          @Override
          public void nothing() {
            if (slotHeld) {
              slots.give();
            }
          }
        };
    return new Poller<>("activities of " + list, lane, new Backoff(random)).start();
  }

  private void begin(ActivityTask task, boolean slotHeld) {
    running.register();
    Thread.ofVirtual()
        .name("activity " + task.activityId())
        .start(
            () -> {
              try {
                if (!slotHeld) {
                  slots.take();
                }
                try {
                  run(task);
                } finally {
                  slots.give();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                running.arriveAndDeregister();
              }
            });
  }

  private void run(ActivityTask task) throws InterruptedException {
    Action<?> answer;
    try {
      answer = answer(task);
    } catch (OutOfMemoryError e) {
      Fatal.outOfMemory(task.activityId(), e);
      return;
    }
    // An interrupt that the author's code left behind is not meant for the answer.
    Thread.interrupted();
    Calls.Outcome<?> outcome = calls.make(answer, PATIENCE);
    if (outcome instanceof Calls.Refused<?>(var fault)
        && !fault.type().equals("UnknownResourceFault")) {
      outcome = calls.make(failed(task, "The answer was refused: " + fault, null), PATIENCE);
    }
    if (!(outcome instanceof Calls.Accepted<?>)) {
      System.err.println("The end of " + task.activityId() + " was not taken: " + outcome);
    }
  }

  private Action<?> answer(ActivityTask task) {
    Optional<TaskBinding> binding =
        catalogue.activity(task.activityType().name(), task.activityType().version());
    Implementation code = binding.map(TaskBinding::implementation).orElse(null);
    if (code == null) {
      return failed(
          task,
          "The jar of this worker does not implement the task "
              + task.activityType().name()
              + " version "
              + task.activityType().version(),
          null);
    }
    Long heartbeat = shorter(catalogue.heartbeat(binding.get()), usualHeartbeat);
    try (ActivityContext context = new ActivityContext(backend, domain, task, timer, heartbeat)) {
      try {
        return completed(task, call(code, context, task.input()));
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        return ended(task, context, e);
      }
    }
  }

  private static @Nullable Long shorter(@Nullable Long one, @Nullable Long other) {
    return one == null ? other : other == null ? one : Long.valueOf(Math.min(one, other));
  }

  private @Nullable Object call(
      Implementation code, ActivityContext context, @Nullable String input) throws Throwable {
    Object[] arguments =
        Values.readArguments(input == null ? null : payloads.expand(input), code.parameters());
    Object target = code.target().get();
    Throwable[] thrown = new Throwable[1];
    Object result =
        Current.withTask(
            context,
            () -> {
              try {
                return (Object) code.handle().invokeExact((Object) target, arguments);
              } catch (Throwable e) {
                thrown[0] = e;
                return null;
              }
            });
    if (thrown[0] != null) {
      throw thrown[0];
    }
    return result;
  }

  private Action<?> completed(ActivityTask task, @Nullable Object result) {
    String json = Values.write(result, "result");
    String complaint = payloads.complaint(json, "result");
    if (complaint != null) {
      int colon = complaint.indexOf(": ");
      throw new ValueException(complaint.substring(0, colon), complaint.substring(colon + 2));
    }
    return new RespondActivityTaskCompleted(task.taskToken(), payloads.shorten(json));
  }

  private static Action<?> ended(ActivityTask task, ActivityContext context, Throwable thrown) {
    boolean gaveUp =
        thrown instanceof TaskCanceled
            || thrown instanceof CancellationException
            || thrown instanceof InterruptedException;
    if (gaveUp && context.cancelRequested()) {
      return new RespondActivityTaskCanceled(
          task.taskToken(), cut(Failures.details(thrown), MAX_DETAILS));
    }
    if (thrown instanceof TaskFailed failure) {
      String details = failure.details();
      return failed(task, failure.reason(), details != null ? details : Failures.details(failure));
    }
    return failed(task, Failures.reason(thrown), Failures.details(thrown));
  }

  private static Action<?> failed(ActivityTask task, String reason, @Nullable String details) {
    return new RespondActivityTaskFailed(
        task.taskToken(),
        cut(reason, Failures.REASON_MAX),
        details == null ? null : cut(details, MAX_DETAILS));
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  /** Takes no more tasks; those that run end by themselves, and their hearts go on beating. */
  void leave() {
    own.forEach(Poller::stop);
    own.addAll(defaults.stop());
  }

  /**
   * Waits, after {@link #leave}, until every task has ended and its answer was taken.
   *
   * @param deadline a value of {@link System#nanoTime}
   * @return false where it took too long
   */
  boolean finished(long deadline) throws InterruptedException {
    for (Poller<?> poller : own) {
      if (!poller.ended(deadline)) {
        return false;
      }
    }
    int phase = running.arriveAndDeregister();
    try {
      running.awaitAdvanceInterruptibly(
          phase, Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** Takes no more tasks and beats no more hearts. */
  @Override
  public void close() {
    leave();
    timer.shutdown();
  }
}
