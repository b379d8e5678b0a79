package io.flowscope.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.simpleworkflow.flow.ActivityWorker;
import com.amazonaws.services.simpleworkflow.flow.WorkflowWorker;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Flow Framework against the server: its own workers, promises, clients. */
class FlowIT {
  private static final String DOMAIN = "flow";
  private static final FlowRuns RUNS = new FlowRuns(DOMAIN, Generation.caller());
  private static final Kitchen.Impl COOK = new Kitchen.Impl();
  private static WorkflowWorker deciders;
  private static ActivityWorker kitchen;

  @BeforeAll
  static void start() throws Exception {
    kitchen = Generation.activityWorker(DOMAIN, "kitchen");
    kitchen.setRegisterDomain(true);
    kitchen.setDomainRetentionPeriodInDays(1);
    kitchen.addActivitiesImplementation(COOK);
    kitchen.setPollThreadCount(2);
    kitchen.start();
    deciders = Generation.workflowWorker(DOMAIN, "deciders");
    deciders.setRegisterDomain(true);
    deciders.setDomainRetentionPeriodInDays(1);
    deciders.setWorkflowImplementationTypes(
        List.of(
            Workflows.OrdersImpl.class,
            Workflows.CountsImpl.class,
            Workflows.WatchesImpl.class,
            Workflows.BreaksImpl.class,
            Workflows.NagsImpl.class));
    deciders.setPollThreadCount(2);
    deciders.start();
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(deciders.gracefulShutdown(60, TimeUnit.SECONDS)).isTrue();
    assertThat(kitchen.gracefulShutdown(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void activitiesRetryTimerChildAndSignalsOfAnotherExecution() throws Throwable {
    var order = Generation.external(DOMAIN, "order-1", "Orders.order");
    order.startWorkflowExecution(new Object[] {"bread"});
    String orderRun = order.getWorkflowExecution().getRunId();

    var nag = Generation.external(DOMAIN, "nag-1", "Nags.nag");
    nag.startWorkflowExecution(new Object[] {"order-1"});
    List<JsonNode> nagged =
        RUNS.closed("nag-1", nag.getWorkflowExecution().getRunId(), "COMPLETED");
    assertThat(FlowRuns.result(nagged)).contains("child failed: burnt toast");
    assertThat(FlowRuns.types(nagged))
        .contains("ExternalWorkflowExecutionSignaled", "ChildWorkflowExecutionFailed");

    List<JsonNode> events = RUNS.closed("order-1", orderRun, "COMPLETED");
    assertThat(FlowRuns.result(events))
        .isEqualTo(
            "\"baked bread and baked more bread, lucky bread, counted to 2, rested, paid by a"
                + " nagged one\"");
    assertThat(FlowRuns.types(events))
        .contains(
            "ActivityTaskFailed",
            "TimerFired",
            "ChildWorkflowExecutionStarted",
            "ChildWorkflowExecutionCompleted",
            "WorkflowExecutionSignaled");
    assertThat(order.<String>getWorkflowExecutionState(String.class)).isEqualTo("done");
  }

  @Test
  void continuesAsNew() {
    var count = Generation.external(DOMAIN, "count-1", "Counts.count");
    count.startWorkflowExecution(new Object[] {3, 3});
    String run = count.getWorkflowExecution().getRunId();
    for (int left = 3; left > 0; left--) {
      List<JsonNode> events = RUNS.closed("count-1", run, "CONTINUED_AS_NEW");
      run =
          events
              .getLast()
              .path("workflowExecutionContinuedAsNewEventAttributes")
              .path("newExecutionRunId")
              .asText();
    }
    assertThat(FlowRuns.result(RUNS.closed("count-1", run, "COMPLETED"))).isEqualTo("3");
  }

  @Test
  void aCancellationReachesTheActivityAndItsCleaningUp() {
    var watch = Generation.external(DOMAIN, "watch-1", "Watches.watch");
    watch.startWorkflowExecution(new Object[] {"the oven"});
    assertThat(COOK.watching().join()).isEqualTo("the oven");
    watch.requestCancelWorkflowExecution();
    String run = watch.getWorkflowExecution().getRunId();

    List<JsonNode> events = RUNS.closed("watch-1", run, "CANCELED");
    assertThat(FlowRuns.types(events))
        .containsSubsequence(
            "WorkflowExecutionCancelRequested",
            "ActivityTaskCancelRequested",
            "ActivityTaskCanceled",
            "ActivityTaskScheduled",
            "ActivityTaskCompleted",
            "WorkflowExecutionCanceled");
  }

  @Test
  void aFailureIsReportedWithItsException() {
    var burn = Generation.external(DOMAIN, "burn-1", "Breaks.burn");
    burn.startWorkflowExecution(new Object[] {"cake"});

    List<JsonNode> events = RUNS.closed("burn-1", burn.getWorkflowExecution().getRunId(), "FAILED");
    assertThat(events.getLast().path("workflowExecutionFailedEventAttributes").toString())
        .contains("burnt cake");
  }

  @Test
  void terminates() {
    var order = Generation.external(DOMAIN, "order-2", "Orders.order");
    order.startWorkflowExecution(new Object[] {"pies"});
    order.terminateWorkflowExecution("enough", "seen", Generation.TERMINATE);

    List<JsonNode> events =
        RUNS.closed("order-2", order.getWorkflowExecution().getRunId(), "TERMINATED");
    assertThat(events.getLast().at("/workflowExecutionTerminatedEventAttributes/reason").asText())
        .isEqualTo("enough");
  }
}
