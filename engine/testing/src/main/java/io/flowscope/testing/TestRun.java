package io.flowscope.testing;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.Rounds;
import io.flowscope.engine.view.RunFold;
import io.flowscope.engine.view.Timeline;
import io.flowscope.worker.Values;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One execution in a {@link TestEngine}. */
public final class TestRun {
  private final TestEngine engine;
  private final WorkflowExecution execution;
  private final Instant timeout;

  TestRun(TestEngine engine, WorkflowExecution execution, Instant timeout) {
    this.engine = engine;
    this.execution = execution;
    this.timeout = timeout;
  }

  /** Workflow id and run id. */
  public WorkflowExecution execution() {
    return execution;
  }

  Instant timeout() {
    return timeout;
  }

  /** Whether it has not closed. */
  public boolean open() {
    return closing() == null;
  }

  /** The event that closed it; null while it is open. */
  public @Nullable Event closing() {
    Event last = engine.last(execution).event();
    return switch (last) {
      case Event.WorkflowExecutionCompleted e -> e;
      case Event.WorkflowExecutionFailed e -> e;
      case Event.WorkflowExecutionTimedOut e -> e;
      case Event.WorkflowExecutionCanceled e -> e;
      case Event.WorkflowExecutionContinuedAsNew e -> e;
      case Event.WorkflowExecutionTerminated e -> e;
      case Event e -> null;
    };
  }

  /**
   * Runs until nothing happens any more and gives the result.
   *
   * @throws AssertionError when the execution did not complete; the message says how it stands
   */
  @SuppressWarnings("unchecked")
  public <T> @Nullable T result(Class<T> type) {
    return (T) result((Type) type);
  }

  /** The same for a generic type. */
  public @Nullable Object result(Type type) {
    return Values.read(resultJson(), type, "result");
  }

  /** The result as JSON; runs until nothing happens any more. */
  public String resultJson() {
    engine.runUntilIdle();
    if (closing() instanceof Event.WorkflowExecutionCompleted completed) {
      return engine.payloads().expand(completed.result());
    }
    throw new AssertionError(
        execution.workflowId() + " did not complete; its last event is " + engine.last(execution));
  }

  /**
   * Runs until nothing happens any more and gives the failure.
   *
   * @throws AssertionError when the execution did not fail
   */
  public Event.WorkflowExecutionFailed failure() {
    engine.runUntilIdle();
    if (closing() instanceof Event.WorkflowExecutionFailed failed) {
      return failed;
    }
    throw new AssertionError(
        execution.workflowId() + " did not fail; its last event is " + engine.last(execution));
  }

  /**
   * The run that goes on from this one, which was restarted.
   *
   * @throws AssertionError when this one did not end so
   */
  public TestRun continued() {
    if (closing() instanceof Event.WorkflowExecutionContinuedAsNew restarted) {
      return engine.follow(
          new WorkflowExecution(execution.workflowId(), restarted.newExecutionRunId()), timeout);
    }
    throw new AssertionError(
        execution.workflowId() + " was not restarted; its last event is " + engine.last(execution));
  }

  /** Sends a signal; {@code value} travels as JSON. */
  public void signal(String name, @Nullable Object value) {
    engine.ask(
        new Action.SignalWorkflowExecution(
            TestEngine.DOMAIN,
            execution.workflowId(),
            execution.runId(),
            name,
            engine.payloads().shorten(Values.write(value, "signal"))));
  }

  /** Asks the execution to cancel. */
  public void cancel() {
    engine.ask(
        new Action.RequestCancelWorkflowExecution(
            TestEngine.DOMAIN, execution.workflowId(), execution.runId()));
  }

  /** The history so far. */
  public List<HistoryEvent> history() {
    return engine.history(execution);
  }

  /** The events of one type so far. */
  public <E extends Event> List<E> events(Class<E> type) {
    return history().stream()
        .map(HistoryEvent::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** The ids of all activity tasks that were scheduled so far, in that order. */
  public List<String> tasks() {
    return events(Event.ActivityTaskScheduled.class).stream()
        .map(Event.ActivityTaskScheduled::activityId)
        .toList();
  }

  /** What needed what. */
  public Graph graph() {
    return fold().graph();
  }

  /** The replays. */
  public Rounds rounds() {
    return fold().rounds();
  }

  /** The columns of the diagram. */
  public Timeline timeline() {
    return fold().timeline();
  }

  /** The execution in figures. */
  public ExecutionSummary summary() {
    return fold()
        .summary(execution.workflowId(), execution.runId(), engine.instant().toEpochMilli());
  }

  /** How long it has taken in virtual time: from its start to its end, or until now. */
  public Duration duration() {
    return Duration.ofMillis(summary().wallMillis());
  }

  private RunFold fold() {
    RunFold fold = new RunFold();
    history().forEach(fold::apply);
    return fold;
  }
}
