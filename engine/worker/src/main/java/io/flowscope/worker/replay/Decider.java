package io.flowscope.worker.replay;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.DecisionTaskTimeoutType;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.payload.PayloadException;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.engine.view.RoundRecord;
import io.flowscope.spi.Failures;
import io.flowscope.worker.Binding.WorkflowBinding;
import io.flowscope.worker.JarCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides: runs workflow code as far as a polled decision task lets it, and says what it asked for.
 *
 * <p>Runs stay parked between their decisions and go on where they stood, as long as the caller
 * says that each answer was accepted; whenever that is not so they are dropped and replayed from
 * their history. Both give the same decisions. Several threads may decide at once, each for another
 * run.
 */
public final class Decider {
  /** So many decision tasks in a row that ran out of time with their worker stop a run. */
  private static final int TIMEOUTS_TO_STOP = 3;

  /** So many stop it whatever became of their workers. */
  private static final int MOST_TIMEOUTS = 20;

  private final JarCatalogue jar;
  private final DeciderConfig config;
  private final Payloads payloads;
  private final WarmRuns warm;
  private final Set<Run> deciding = ConcurrentHashMap.newKeySet();
  private volatile boolean leaving;

  /** One that has no store for large values. */
  public Decider(JarCatalogue jar, DeciderConfig config) {
    this(jar, config, Payloads.none());
  }

  /**
   * @param payloads where large values are stored and found
   */
  public Decider(JarCatalogue jar, DeciderConfig config, Payloads payloads) {
    this.jar = jar;
    this.config = config;
    this.payloads = payloads;
    this.warm = new WarmRuns(config.warmRuns());
  }

  /**
   * The answer to one decision task. The caller sends it, then says {@link #answered} or {@link
   * #answerLost}.
   *
   * <p>What the author's code does wrong becomes a decision; what stops the decision, for instance
   * code that does not fit the history, becomes an answer without decisions that says so. What
   * {@code source} throws is thrown on: there is no answer then. The same holds for a {@link
   * PayloadException} that {@linkplain PayloadException#passes passes}.
   */
  public Action.RespondDecisionTaskCompleted decide(DecisionTask task, HistorySource source) {
    return decide(task, source, () -> false);
  }

  /**
   * The same for a task whose events may get lost. When they do, the caller first lets {@code lost}
   * say so and then says {@link #answerLost}: nothing of the task is left in the run then, not even
   * by a decision that is being computed meanwhile.
   */
  public Action.RespondDecisionTaskCompleted decide(
      DecisionTask task, HistorySource source, BooleanSupplier lost) {
    long begin = System.nanoTime();
    try {
      List<HistoryEvent> news = news(task, source);
      String other = movedTo(news);
      if (other != null) {
        return moved(task, other, begin);
      }
      Warm found = goOn(task, news);
      if (found != null) {
        return answer(task, found, true, begin, lost);
      }
      return answer(task, replay(task, history(task, news, source)), false, begin, lost);
    } catch (NoHistory e) {
      warm.drop(task.workflowExecution());
      throw e.failure;
    } catch (PayloadException e) {
      if (e.passes()) {
        warm.drop(task.workflowExecution());
        throw e;
      }
      return stopped(task, e.getMessage(), null, begin);
    } catch (Diverged stop) {
      return stopped(task, stop.getMessage(), stop.at(), begin);
    } catch (RuntimeException | StackOverflowError e) {
      return stopped(
          task, "The decision could not be computed: " + Failures.reason(e), null, begin);
    }
  }

  /** The answer for this run was accepted: the run may go on where it stands. */
  public void answered(WorkflowExecution execution) {
    warm.accept(execution);
  }

  /** The answer for this run was refused, or nobody knows: the run is dropped. */
  public void answerLost(WorkflowExecution execution) {
    warm.drop(execution);
  }

  /** Forgets all parked runs. No line of their code runs. */
  public void evictAll() {
    warm.clear();
  }

  /** How many runs are parked. */
  public int warmRuns() {
    return warm.size();
  }

  /** From now on answers name the jar's list, so that another worker of the jar goes on. */
  public void leave() {
    leaving = true;
  }

  /** The branches of code that run right now, one for each thread that decides. */
  public List<Running> running() {
    return deciding.stream().map(Run::running).filter(Objects::nonNull).toList();
  }

  // --- warm

  /** A run and what fed it. */
  record Warm(Run run, Feeder feeder) {}

  private @Nullable Warm goOn(DecisionTask task, List<HistoryEvent> news) {
    Warm found = warm.take(task.workflowExecution());
    if (found == null || !follows(task, found.feeder().lastEventId(), news)) {
      return null;
    }
    stopAfterTimeouts(news);
    try {
      round(found, task, unseen(news, found.feeder().lastEventId()));
      return found.run().outbox.unconfirmed() ? null : found;
    } catch (Diverged e) {
      // What the history shows is not what this run answered: the history is right.
      return null;
    }
  }

  private static boolean follows(DecisionTask task, long last, List<HistoryEvent> news) {
    Long previous = task.previousStartedEventId();
    if (previous == null || previous != last) {
      return false;
    }
    long next = last + 1;
    for (HistoryEvent event : news) {
      if (event.eventId() >= next) {
        if (event.eventId() != next) {
          return false;
        }
        next++;
      }
    }
    return next > task.startedEventId();
  }

  private static List<HistoryEvent> unseen(List<HistoryEvent> news, long last) {
    List<HistoryEvent> unseen = new ArrayList<>();
    long next = last + 1;
    for (HistoryEvent event : news) {
      if (event.eventId() == next) {
        unseen.add(event);
        next++;
      }
    }
    return unseen;
  }

  // --- cold

  private List<HistoryEvent> news(DecisionTask task, HistorySource source) {
    if (task.nextPageToken() == null) {
      return task.events();
    }
    List<HistoryEvent> all = new ArrayList<>(task.events());
    all.addAll(fetch(source::rest));
    return all;
  }

  /** The history could not be had; nothing was decided. */
  private static final class NoHistory extends RuntimeException {
    final transient RuntimeException failure;

    NoHistory(RuntimeException failure) {
      super(null, failure, false, false);
      this.failure = failure;
    }
  }

  private static List<HistoryEvent> fetch(Supplier<List<HistoryEvent>> source) {
    try {
      return source.get();
    } catch (RuntimeException e) {
      throw new NoHistory(e);
    }
  }

  private static List<HistoryEvent> history(
      DecisionTask task, List<HistoryEvent> news, HistorySource source) {
    boolean whole = !news.isEmpty() && news.getFirst().eventId() == 1;
    List<HistoryEvent> events = whole ? news : fetch(source::fromStart);
    List<HistoryEvent> upToNow = new ArrayList<>();
    for (HistoryEvent event : events) {
      if (event.eventId() == upToNow.size() + 1 && event.eventId() <= task.startedEventId()) {
        upToNow.add(event);
      }
    }
    if (upToNow.size() != task.startedEventId()) {
      throw new Diverged(
          "The history has " + upToNow.size() + " of " + task.startedEventId() + " events.", null);
    }
    return upToNow;
  }

  private Warm replay(DecisionTask task, List<HistoryEvent> events) {
    stopAfterTimeouts(events);
    String name = task.workflowType().name();
    String version = task.workflowType().version();
    WorkflowBinding workflow =
        jar.workflow(name, version)
            .orElseThrow(
                () ->
                    new Diverged(
                        "This jar has no workflow " + name + " of version " + version + ".", null));
    Run run = new Run(task.workflowExecution(), workflow, jar, config, payloads);
    Feeder feeder = new Feeder(run);
    deciding.add(run);
    try {
      int fed = new Replay(run, feeder, events).recordedRounds();
      Warm cold = new Warm(run, feeder);
      round(cold, task, events.subList(fed, events.size()));
      return cold;
    } finally {
      deciding.remove(run);
    }
  }

  private void stopAfterTimeouts(List<HistoryEvent> events) {
    int counted = 0;
    int all = 0;
    for (int i = events.size() - 1; i >= 0; i--) {
      switch (events.get(i).event()) {
        case Event.DecisionTaskCompleted e -> {
          return;
        }
        case Event.DecisionTaskTimedOut e
            when e.timeoutType() == DecisionTaskTimeoutType.START_TO_CLOSE -> {
          all++;
          if (isOfItsWorker(events, e.startedEventId())) {
            counted++;
          }
        }
        case Event e -> {}
      }
      if (counted == TIMEOUTS_TO_STOP || all == MOST_TIMEOUTS) {
        throw new Diverged(
            "The last "
                + (counted == TIMEOUTS_TO_STOP ? "three" : MOST_TIMEOUTS)
                + " decisions of this run ran out of time, so its code is not run again"
                + " until somebody looks at it.",
            null);
      }
    }
  }

  /**
   * Whether the worker that took the decision ended by itself, or lives: a worker that was killed,
   * or lost with its machine or its server, says nothing of the code. Of workers that others
   * started nothing is known; those count them.
   */
  private boolean isOfItsWorker(List<HistoryEvent> events, long startedEventId) {
    long at = startedEventId - events.getFirst().eventId();
    if (at < 0 || !(events.get((int) at).event() instanceof Event.DecisionTaskStarted started)) {
      return false;
    }
    return config.worker().equals(started.identity())
        || config.failed().contains(String.valueOf(started.identity()));
  }

  /** The list of another jar to which somebody sent this run since its last decision, or null. */
  private @Nullable String movedTo(List<HistoryEvent> news) {
    for (int i = news.size() - 1; i >= 0; i--) {
      switch (news.get(i).event()) {
        case Event.DecisionTaskCompleted e -> {
          return null;
        }
        case Event.WorkflowExecutionSignaled e when e.signalName().equals(Signals.MOVE) -> {
          String list = e.input() == null ? "" : e.input().replace("\"", "").strip();
          return list.isEmpty() || list.equals(config.jarList()) ? null : list;
        }
        case Event e -> {}
      }
    }
    return null;
  }

  // --- the round and its answer

  private void round(Warm warmRun, DecisionTask task, List<HistoryEvent> news) {
    Run run = warmRun.run();
    deciding.add(run);
    try {
      run.beginRound(news.getLast().eventTimestamp(), task.startedEventId(), false);
      news.forEach(warmRun.feeder()::feed);
      run.endRound();
    } finally {
      deciding.remove(run);
    }
  }

  private Action.RespondDecisionTaskCompleted answer(
      DecisionTask task, Warm decided, boolean wasWarm, long begin, BooleanSupplier lost) {
    Run run = decided.run();
    List<Decision> decisions = new ArrayList<>(new Answer(run).take());
    RoundRecord.Run how =
        new RoundRecord.Run(wasWarm, (System.nanoTime() - begin) / 1_000, config.worker());
    RoundRecord round = run.recorder.record(run.ending.recordResult(), how);
    List<String> texts = RecordCodec.writeRound(round, RecordCodec.MAX_CHARS);
    texts.stream()
        .skip(1)
        .forEach(text -> decisions.add(new Decision.RecordMarker(RoundRecord.MARKER, text)));
    Decision close = run.ending.decision();
    if (close != null) {
      decisions.add(close);
    }
    warm.await(task.workflowExecution(), decided, lost);
    return respond(task, decisions, texts.getFirst(), decided.feeder().cameBy());
  }

  private Action.RespondDecisionTaskCompleted stopped(
      DecisionTask task, String why, @Nullable String at, long begin) {
    warm.drop(task.workflowExecution());
    RoundRecord.Run how =
        new RoundRecord.Run(false, (System.nanoTime() - begin) / 1_000, config.worker());
    RoundRecord round =
        new RoundRecord(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            new RoundRecord.Stopped(why, at),
            how,
            false);
    return respond(
        task, List.of(), RecordCodec.writeRound(round, RecordCodec.MAX_CHARS).getFirst(), null);
  }

  /**
   * Gives the run to another jar for good. The round counts as not taken, and a timer of no
   * duration brings the other jar's worker its first decision.
   */
  private Action.RespondDecisionTaskCompleted moved(DecisionTask task, String list, long begin) {
    Action.RespondDecisionTaskCompleted stopped =
        stopped(task, "This run was moved to the jar of the task list " + list + ".", null, begin);
    return new Action.RespondDecisionTaskCompleted(
        task.taskToken(),
        List.of(new Decision.StartTimer(Outbox.MORE, null, "0")),
        stopped.executionContext(),
        new TaskList(list),
        null);
  }

  /**
   * @param cameBy the list by which the task came; null where nothing was decided. A run that came
   *     by a list that the next version of the jar serves, too, is this jar's from now on
   */
  private Action.RespondDecisionTaskCompleted respond(
      DecisionTask task, List<Decision> decisions, String context, @Nullable String cameBy) {
    boolean ours = config.jarList().equals(cameBy) || Objects.equals(config.privateList(), cameBy);
    Optional<String> privateList =
        cameBy != null && ours && !leaving && config.warmRuns() > 0
            ? Optional.ofNullable(config.privateList())
            : Optional.empty();
    boolean keep = leaving || (cameBy != null && !ours);
    String list = privateList.orElse(keep ? config.jarList() : null);
    return new Action.RespondDecisionTaskCompleted(
        task.taskToken(),
        decisions,
        context,
        list == null ? null : new TaskList(list),
        privateList.isPresent() ? Integer.toString(config.privateListSeconds()) : null);
  }
}
