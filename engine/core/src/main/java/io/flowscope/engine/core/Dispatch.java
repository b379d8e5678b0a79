package io.flowscope.engine.core;

import io.flowscope.engine.LocalBackend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.PendingTaskCount;
import io.flowscope.engine.queue.ListKey;
import io.flowscope.engine.queue.TaskKind;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.wire.Constraints;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Sends each action where it is done: reads at once, everything else to the writer. */
final class Dispatch {
  private final EngineConfig config;
  private final Reads reads;
  private final TypeLists types;
  private final ExecutionLists executions;
  private final DecisionPages pages;
  private final Published published;
  private final ToWriter writer;
  private final Admission admission;
  private final PollEnds ends;
  private final Constraints constraints;

  Dispatch(
      EngineConfig config,
      EventStore store,
      Published published,
      Histories histories,
      DecisionPages pages,
      ToWriter writer) {
    this.config = config;
    this.published = published;
    this.pages = pages;
    this.writer = writer;
    this.admission = new Admission(config);
    this.ends =
        new PollEnds(config.elapsed(), TimeUnit.SECONDS.toNanos(config.limits().pollSeconds()));
    this.constraints = Constraints.with(config.limits().maxima());
    this.reads = new Reads(store, published, histories, config.clock(), config.limits());
    this.types = new TypeLists(published, config.clock(), config.limits());
    this.executions = new ExecutionLists(store, published, config.clock(), config.limits());
  }

  @SuppressWarnings("unchecked")
  <R> CompletableFuture<R> call(Action<R> action) {
    try {
      admission.enter(action);
      constraints.require(action);
      return (CompletableFuture<R>) route(action);
    } catch (SwfFault fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  private CompletableFuture<?> route(Action<?> action) {
    return switch (action) {
      case Action.DescribeDomain a ->
          Answer.of(() -> published.registry().domain(a.name()).detail());
      case Action.DescribeWorkflowType a -> Answer.of(() -> reads.workflowType(a));
      case Action.DescribeActivityType a -> Answer.of(() -> reads.activityType(a));
      case Action.DescribeWorkflowExecution a -> Answer.of(() -> reads.execution(a));
      case Action.GetWorkflowExecutionHistory a -> Answer.of(() -> reads.history(a));
      case Action.ListTagsForResource a -> Answer.of(() -> reads.tags(a));
      case Action.ListDomains a -> Answer.of(() -> types.domains(a));
      case Action.ListWorkflowTypes a -> Answer.of(() -> types.workflows(a));
      case Action.ListActivityTypes a -> Answer.of(() -> types.activities(a));
      case Action.ListOpenWorkflowExecutions a -> Answer.of(() -> executions.open(a));
      case Action.ListClosedWorkflowExecutions a -> Answer.of(() -> executions.closed(a));
      case Action.CountOpenWorkflowExecutions a -> Answer.of(() -> executions.countOpen(a));
      case Action.CountClosedWorkflowExecutions a -> Answer.of(() -> executions.countClosed(a));
      case Action.CountPendingActivityTasks a ->
          Answer.of(() -> pending(new ListKey(a.domain(), TaskKind.ACTIVITY, a.taskList().name())));
      case Action.CountPendingDecisionTasks a ->
          Answer.of(() -> pending(new ListKey(a.domain(), TaskKind.DECISION, a.taskList().name())));
      case Action.PollForActivityTask a -> wait(new ActivityPoll(a));
      case Action.PollForDecisionTask a -> {
        boolean first = a.nextPageToken() == null || a.nextPageToken().isEmpty();
        yield first ? wait(new DecisionPoll(a)) : Answer.of(() -> pages.next(a));
      }
      case Action.RegisterDomain a -> write(a, tx -> Domains.register(tx, a));
      case Action.DeprecateDomain a -> write(a, tx -> Domains.deprecate(tx, a));
      case Action.UndeprecateDomain a -> write(a, tx -> Domains.undeprecate(tx, a));
      case Action.TagResource a -> write(a, tx -> Domains.tag(tx, a));
      case Action.UntagResource a -> write(a, tx -> Domains.untag(tx, a));
      case Action.RegisterWorkflowType a -> write(a, tx -> Registrations.register(tx, a));
      case Action.RegisterActivityType a -> write(a, tx -> Registrations.register(tx, a));
      case Action.DeprecateWorkflowType a -> write(a, tx -> Registrations.deprecate(tx, a));
      case Action.DeprecateActivityType a -> write(a, tx -> Registrations.deprecate(tx, a));
      case Action.UndeprecateWorkflowType a -> write(a, tx -> Registrations.undeprecate(tx, a));
      case Action.UndeprecateActivityType a -> write(a, tx -> Registrations.undeprecate(tx, a));
      case Action.DeleteWorkflowType a -> write(a, tx -> Registrations.delete(tx, a));
      case Action.DeleteActivityType a -> write(a, tx -> Registrations.delete(tx, a));
      case Action.StartWorkflowExecution a -> write(a, tx -> Executions.start(tx, a));
      case Action.SignalWorkflowExecution a -> write(a, tx -> Executions.signal(tx, a));
      case Action.RequestCancelWorkflowExecution a ->
          write(a, tx -> Executions.requestCancel(tx, a));
      case Action.TerminateWorkflowExecution a -> write(a, tx -> Executions.terminate(tx, a));
      case Action.RespondDecisionTaskCompleted a ->
          write(
              a,
              tx -> {
                tx.world().computing.remove(a.taskToken());
                return Responses.completeDecision(tx, a);
              });
      case Action.RespondActivityTaskCompleted a ->
          write(a, tx -> Responses.completeActivity(tx, a));
      case Action.RespondActivityTaskFailed a -> write(a, tx -> Responses.failActivity(tx, a));
      case Action.RespondActivityTaskCanceled a -> write(a, tx -> Responses.cancelActivity(tx, a));
      case Action.RecordActivityTaskHeartbeat a -> write(a, tx -> Responses.heartbeat(tx, a));
    };
  }

  /** Ends the polls that have waited long enough. */
  void endPolls() {
    ends.end();
  }

  private PendingTaskCount pending(ListKey list) {
    published.registry().domain(list.domain());
    int most = config.limits().counted();
    int waiting = published.backlog(list);
    return new PendingTaskCount(Math.min(waiting, most), waiting > most);
  }

  private <R> CompletableFuture<R> write(Action<R> action, Function<Transaction, R> work) {
    CompletableFuture<R> future = new CompletableFuture<>();
    if (!writer.offer(Writer.answering(future, work), Weight.of(action))) {
      throw Faults.throttled();
    }
    return future;
  }

  private <R> CompletableFuture<R> wait(WaitingPoll<R> poll) {
    admission.waits(poll);
    poll.whenGivenUp(() -> writer.add(new Forget(poll)));
    ends.begin(poll);
    if (!writer.offer(new Park(poll), 0)) {
      poll.completeExceptionally(Faults.throttled());
    }
    return poll;
  }

  /** Lets a decider of this process wait, see {@link LocalBackend#pollAhead}. */
  CompletableFuture<LocalBackend.Ahead> pollAhead(Action.PollForDecisionTask action) {
    try {
      admission.enter(action);
      constraints.require(action);
      return wait(new AheadPoll(action));
    } catch (SwfFault fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  /** See {@link LocalBackend#notNow}. */
  void notNow(String token) {
    writer.add(new NotNow(token));
  }

  /** What a call is handed to. */
  interface ToWriter {
    /** False when too much waits. */
    boolean offer(Writer.Request call, long weight);

    void add(Writer.Request request);
  }

  private record NotNow(String token) implements Writer.Request {
    @Override
    public void run(Transaction tx) {
      tx.world().computing.remove(token);
    }

    @Override
    public void fail(RuntimeException cause) {
      // Nothing waits for it any more.
    }
  }

  /** Lets a poll wait. */
  private record Park(WaitingPoll<?> poll) implements Writer.Request {
    @Override
    public void run(Transaction tx) {
      try {
        Polls.park(tx, poll);
      } catch (SwfFault fault) {
        tx.afterwards(() -> poll.completeExceptionally(fault));
      }
    }

    @Override
    public void fail(RuntimeException cause) {
      poll.completeExceptionally(cause);
    }
  }

  /** Gives the place of a poll back. */
  private record Forget(WaitingPoll<?> poll) implements Writer.Request {
    @Override
    public void run(Transaction tx) {
      tx.world().lists.unpark(poll);
    }

    @Override
    public void fail(RuntimeException cause) {
      // Its place went with the batch.
    }
  }
}
