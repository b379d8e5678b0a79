package io.flowscope.worker;

import io.flowscope.engine.Backend;
import io.flowscope.engine.LocalBackend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action.PollForDecisionTask;
import io.flowscope.engine.model.Action.RespondDecisionTaskCompleted;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.payload.PayloadException;
import io.flowscope.worker.replay.Decider;
import io.flowscope.worker.replay.HistorySource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Answers the decision tasks of a jar's workflows. A run comes back to the private list of the
 * worker that answered it last, where it is still warm; the jar's list brings all others.
 */
final class DecisionWorker implements AutoCloseable {
  /**
   * How long an answer is offered to a server that does not answer: SWF times a decision out after
   * 30 s, unless its workflow says otherwise.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Backend backend;
  private final String domain;
  private final Decider decider;
  private final int parallel;
  private final RandomGenerator random;
  private final Calls calls;
  private final Semaphore turns;
  private final List<Poller<?>> own = new ArrayList<>();
  private final List<AheadDecisions> ahead = new ArrayList<>();
  private final Lists defaults = new Lists(list -> poller(list, false));
  private String identity = "";

  /**
   * @param parallel how many decisions are computed at once
   */
  DecisionWorker(
      Backend backend, String domain, Decider decider, int parallel, RandomGenerator random) {
    this.backend = backend;
    this.domain = domain;
    this.decider = decider;
    this.parallel = parallel;
    this.random = random;
    this.calls = new Calls(backend, random);
    this.turns = new Semaphore(parallel);
  }

  Decider decider() {
    return decider;
  }

  /**
   * Begins to poll.
   *
   * @param identity of this worker, and its private list
   * @param jarList the list that is this jar's alone
   */
  void serve(String identity, String jarList) {
    this.identity = identity;
    if (backend instanceof LocalBackend local) {
      for (int i = 0; i < parallel; i++) {
        ahead.add(ahead(local, identity, true));
        ahead.add(ahead(local, jarList, false));
      }
      return;
    }
    // Twice as many as can compute: the others wait for the server to take their answers.
    for (int i = 0; i < 2 * parallel; i++) {
      own.add(poller(identity, true));
      own.add(poller(jarList, false));
    }
  }

  /** Polls these lists from now on, beside the jar's own. */
  void serveDefaults(List<String> lists) {
    defaults.set(lists);
  }

  private Poller<?> poller(String list, boolean warm) {
    Poller.Lane<DecisionTask> lane =
        new Poller.Lane<>() {
          @Override
          public void before() {}

          @Override
          public DecisionTask poll() throws InterruptedException, ExecutionException {
            return backend.await(request(list, warm, null));
          }

          @Override
          public boolean isEmpty(DecisionTask task) {
            return task.taskToken() == null || task.taskToken().isEmpty();
          }

          @Override
          public void work(DecisionTask task) throws InterruptedException {
            decide(task, list, warm);
          }

          @Override
          public void nothing() {}
        };
    return new Poller<>("decisions of " + list, lane, new Backoff(random)).start();
  }

  private AheadDecisions ahead(LocalBackend local, String list, boolean warm) {
    AheadDecisions.Work work =
        new AheadDecisions.Work() {
          @Override
          public void decide(LocalBackend.Ahead task) throws InterruptedException {
            decideAhead(local, task, list, warm);
          }

          @Override
          public void lost(DecisionTask task) {
            decider.answerLost(task.workflowExecution());
          }
        };
    return new AheadDecisions(local, request(list, warm, null), work, new Backoff(random)).start();
  }

  /**
   * Computes at once, or says that it cannot. What the answer became is looked after by itself: the
   * run may have its next task before that.
   */
  private void decideAhead(LocalBackend local, LocalBackend.Ahead ahead, String list, boolean warm)
      throws InterruptedException {
    DecisionTask task = ahead.task();
    WorkflowExecution execution = task.workflowExecution();
    if (!turns.tryAcquire()) {
      local.notNow(task.taskToken());
      turns.acquire();
    }
    RespondDecisionTaskCompleted answer;
    try {
      PagedHistory history =
          new PagedHistory(
              calls, domain, execution, task.nextPageToken(), page -> request(list, warm, page));
      answer =
          decider.decide(
              task, whenDurable(local, ahead, history), ahead.durable()::isCompletedExceptionally);
    } catch (PagedHistory.Unavailable | PayloadException e) {
      local.notNow(task.taskToken());
      decider.answerLost(execution);
      System.err.println("A decision of " + name(execution) + " was given up: " + e.getMessage());
      return;
    } catch (OutOfMemoryError e) {
      Fatal.outOfMemory(name(execution), e);
      return;
    } finally {
      turns.release();
    }
    local
        .call(answer)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                decider.answered(execution);
              } else if (failure instanceof SwfFault fault && !Calls.isPassing(fault)) {
                lost(execution, fault);
              } else {
                Thread.startVirtualThread(() -> offerAgain(answer, execution));
              }
            });
  }

  /** Only what is durable can be read, so whoever must read waits for it. */
  private static HistorySource whenDurable(
      LocalBackend local, LocalBackend.Ahead ahead, PagedHistory history) {
    return new HistorySource() {
      @Override
      public List<HistoryEvent> rest() {
        await();
        return history.rest();
      }

      @Override
      public List<HistoryEvent> fromStart() {
        await();
        return history.fromStart();
      }

      private void await() {
        if (!ahead.durable().isDone()) {
          local.notNow(ahead.task().taskToken());
        }
        try {
          ahead.durable().join();
        } catch (CompletionException | CancellationException e) {
          throw new PagedHistory.Unavailable("its events were lost: " + e.getMessage());
        }
      }
    };
  }

  private void offerAgain(RespondDecisionTaskCompleted answer, WorkflowExecution execution) {
    try {
      said(calls.make(answer, PATIENCE), execution);
    } catch (InterruptedException e) {
      decider.answerLost(execution);
      Thread.currentThread().interrupt();
    }
  }

  private PollForDecisionTask request(String list, boolean warm, @Nullable String page) {
    return new PollForDecisionTask(
        domain, new TaskList(list), identity, page, null, null, warm ? true : null);
  }

  private void decide(DecisionTask task, String list, boolean warm) throws InterruptedException {
    WorkflowExecution execution = task.workflowExecution();
    RespondDecisionTaskCompleted answer;
    turns.acquire();
    try {
      PagedHistory history =
          new PagedHistory(
              calls, domain, execution, task.nextPageToken(), page -> request(list, warm, page));
      answer = decider.decide(task, history);
    } catch (PagedHistory.Unavailable | PayloadException e) {
      decider.answerLost(execution);
      System.err.println("A decision of " + name(execution) + " was given up: " + e.getMessage());
      return;
    } catch (OutOfMemoryError e) {
      Fatal.outOfMemory(name(execution), e);
      return;
    } finally {
      turns.release();
    }
    said(calls.make(answer, PATIENCE), execution);
  }

  private void said(Calls.Outcome<?> outcome, WorkflowExecution execution) {
    switch (outcome) {
      case Calls.Accepted<?> accepted -> decider.answered(execution);
      case Calls.Refused<?>(var fault) -> lost(execution, fault);
      case Calls.Unknown<?>(var failure) -> lost(execution, failure);
    }
  }

  private void lost(WorkflowExecution execution, Throwable why) {
    decider.answerLost(execution);
    System.err.println("The decisions of " + name(execution) + " were not taken: " + why);
  }

  private static String name(WorkflowExecution execution) {
    return execution.workflowId() + " (run " + execution.runId() + ")";
  }

  /** Takes no more decision tasks. */
  @Override
  public void close() {
    decider.leave();
    own.forEach(Poller::stop);
    ahead.forEach(AheadDecisions::stop);
    own.addAll(defaults.stop());
  }

  /**
   * Waits, after {@link #close}, until every decision that was begun has been answered.
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
    return true;
  }
}
