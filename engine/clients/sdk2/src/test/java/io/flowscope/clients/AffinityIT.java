package io.flowscope.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.simpleworkflow.flow.ActivityWorker;
import com.amazonaws.services.simpleworkflow.flow.AffinityWorkflowWorker;
import com.amazonaws.services.simpleworkflow.flow.WorkflowWorker;
import com.amazonaws.services.simpleworkflow.flow.config.DeciderAffinityConfig;
import com.amazonaws.services.simpleworkflow.flow.config.SimpleWorkflowClientConfig;
import com.amazonaws.services.simpleworkflow.flow.model.WorkflowExecution;
import com.amazonaws.services.simpleworkflow.flow.worker.AsyncDecider;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;

/**
 * Decider affinity of the Flow Framework 2: answers name the worker's own task list for the next
 * decision tasks, for as long as it takes them, and polls ask only for the events since the last.
 */
class AffinityIT {
  private static final String DOMAIN = "affinity";
  private static final FlowRuns RUNS = new FlowRuns(DOMAIN, Generation.caller());

  private final Map<WorkflowExecution, AsyncDecider> deciders = new ConcurrentHashMap<>();
  private final AtomicInteger hits = new AtomicInteger();

  @Test
  void staysWithItsWorkerAndGoesBackWhenThatIsGone() throws Exception {
    SimpleWorkflowClientConfig config = config();
    ActivityWorker kitchen = Generation.activityWorker(DOMAIN, "kitchen");
    kitchen.setRegisterDomain(true);
    kitchen.setDomainRetentionPeriodInDays(1);
    kitchen.addActivitiesImplementation(new Kitchen.Impl());
    kitchen.start();
    WorkflowWorker anybody = set(new WorkflowWorker(Generation.CLIENT, DOMAIN, "deciders", config));
    AffinityWorkflowWorker own =
        (AffinityWorkflowWorker) set(new AffinityWorkflowWorker(Generation.CLIENT, DOMAIN, config));
    anybody.start();
    own.start();

    var order = Generation.external(DOMAIN, "order-1", "Orders.order");
    order.startWorkflowExecution(new Object[] {"bread"});
    order.signalWorkflowExecution("pay", new Object[] {"me"});
    List<JsonNode> events =
        RUNS.closed("order-1", order.getWorkflowExecution().getRunId(), "COMPLETED");
    assertThat(events.toString()).contains("baked bread and baked more bread");
    assertThat(lists(events)).contains("deciders", own.getTaskListToPoll());
    assertThat(completed(events))
        .anyMatch(a -> a.path("taskList").path("name").asText().equals(own.getTaskListToPoll()))
        .anyMatch(a -> a.path("taskListScheduleToStartTimeout").asText().equals("1"));
    assertThat(hits).hasPositiveValue();

    var waiting = Generation.external(DOMAIN, "order-2", "Orders.order");
    waiting.startWorkflowExecution(new Object[] {"cake"});
    String run = waiting.getWorkflowExecution().getRunId();
    // A worker that is shut down with a decision at hand gives the run back by itself.
    RUNS.untilItWaits("order-2", run);
    assertThat(own.gracefulShutdown(30, TimeUnit.SECONDS)).isTrue();
    waiting.signalWorkflowExecution("pay", new Object[] {"you"});
    List<JsonNode> others = RUNS.closed("order-2", run, "COMPLETED");
    assertThat(others.toString()).contains("baked cake and baked more cake", "paid by you");
    assertThat(others)
        .filteredOn(e -> e.path("eventType").asText().equals("DecisionTaskTimedOut"))
        .extracting(e -> e.at("/decisionTaskTimedOutEventAttributes/timeoutType").asText())
        .contains("SCHEDULE_TO_START");

    assertThat(anybody.gracefulShutdown(30, TimeUnit.SECONDS)).isTrue();
    assertThat(kitchen.gracefulShutdown(30, TimeUnit.SECONDS)).isTrue();
  }

  private static WorkflowWorker set(WorkflowWorker worker) throws ReflectiveOperationException {
    worker.setDisableServiceShutdownOnStop(true);
    worker.setWorkflowImplementationTypes(
        List.of(Workflows.OrdersImpl.class, Workflows.CountsImpl.class));
    return worker;
  }

  private static List<String> lists(List<JsonNode> events) {
    return events.stream()
        .map(e -> e.at("/decisionTaskScheduledEventAttributes/taskList/name").asText())
        .toList();
  }

  private static List<JsonNode> completed(List<JsonNode> events) {
    return events.stream().map(e -> e.path("decisionTaskCompletedEventAttributes")).toList();
  }

  private SimpleWorkflowClientConfig config() {
    return SimpleWorkflowClientConfig.builder()
        .deciderAffinityConfig(new DeciderAffinityConfig(Duration.ofSeconds(1), cache()))
        .build();
  }

  /** The few methods of a cache that the framework calls, over a map. */
  @SuppressWarnings("unchecked")
  private Cache<WorkflowExecution, AsyncDecider> cache() {
    return (Cache<WorkflowExecution, AsyncDecider>)
        Proxy.newProxyInstance(
            AffinityIT.class.getClassLoader(),
            new Class<?>[] {Cache.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "get" -> found((WorkflowExecution) arguments[0]);
                  case "put" ->
                      deciders.put((WorkflowExecution) arguments[0], (AsyncDecider) arguments[1]);
                  case "remove" -> deciders.remove((WorkflowExecution) arguments[0]) != null;
                  case "containsKey" -> deciders.containsKey((WorkflowExecution) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }

  private AsyncDecider found(WorkflowExecution execution) {
    AsyncDecider decider = deciders.get(execution);
    if (decider != null) {
      hits.incrementAndGet();
    }
    return decider;
  }
}
