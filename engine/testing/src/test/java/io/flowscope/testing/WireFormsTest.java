package io.flowscope.testing;

import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Flow;
import io.flowscope.Promise;
import io.flowscope.Retry;
import io.flowscope.Task;
import io.flowscope.TaskContext;
import io.flowscope.Workflow;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The forms of docs/JSON.md, as they stand in histories. Warm and cold in every round. */
class WireFormsTest {
  /** A task of workers elsewhere. */
  public interface Foreign {
    @Task(taskList = "elsewhere")
    Promise<Integer> other(String where, int n);
  }

  /** One task of each form. */
  public interface Tasks {
    @Task(retry = @Retry(attempts = 1))
    Promise<Void> reach();

    void nothing();

    @Task(heartbeat = "PT3S", retry = @Retry(attempts = 1))
    Promise<Void> slow();
  }

  /** Their implementation. */
  public static final class Work {
    public void reach() throws IOException {
      throw new IOException("no route to host\nsecond line");
    }

    public void nothing() {}

    public void slow() {
      TaskContext.current().heartbeat(List.of(3, "of ten"));
    }
  }

  /** The workflow. */
  @Workflow(name = "Plain")
  public interface Plain {
    Promise<Object> run();
  }

  /** One with arguments, which are given by hand. */
  @Workflow(name = "Given")
  public interface Given {
    Promise<String> run(String a, BigDecimal b);
  }

  private static BothWays plain(BiFunction<Tasks, Flow, Object> body) {
    return foreign((tasks, flow, foreign) -> body.apply(tasks, flow));
  }

  private interface Body {
    Object run(Tasks tasks, Flow flow, Foreign foreign);
  }

  private static BothWays foreign(Body body) {
    WorkflowJar jar =
        catalogue -> {
          catalogue.tasks(Tasks.class, Work::new);
          catalogue.tasks(Foreign.class);
          catalogue.workflow(
              Plain.class,
              stubs -> {
                Tasks tasks = stubs.of(Tasks.class);
                Flow flow = stubs.of(Flow.class);
                Foreign foreign = stubs.of(Foreign.class);
                return () -> Promise.of(body.run(tasks, flow, foreign));
              });
          catalogue.workflow(
              Given.class,
              stubs -> {
                Flow flow = stubs.of(Flow.class);
                return (a, b) -> Promise.of(a + b + flow.signal("go", String.class).get());
              });
        };
    return BothWays.of(jar, "Plain");
  }

  @Test
  void arguments_and_results() {
    plain(
            (tasks, flow) -> {
              tasks.nothing();
              return "";
            })
        .run(
            run -> {
              assertThat(run.events(Event.ActivityTaskScheduled.class).getFirst().input())
                  .isEqualTo("[]");
              assertThat(run.events(Event.ActivityTaskCompleted.class).getFirst().result())
                  .isEqualTo("null");
            });
  }

  @Test
  void a_failure_of_java_and_one_of_another_language() {
    plain((tasks, flow) -> tasks.reach())
        .run(
            run -> {
              var failed = run.events(Event.ActivityTaskFailed.class).getFirst();
              assertThat(failed.reason()).isEqualTo("IOException: no route to host");
              assertThat(failed.details())
                  .startsWith("java.io.IOException: no route to host\nsecond line\n\tat ");
              assertThat(run.failure().reason())
                  .isEqualTo("Tasks.reach-1: IOException: no route to host");
              assertThat(run.failure().details()).isEqualTo(failed.details());
            });
    for (String reason : new String[] {"no colon at all", "", null}) {
      foreign((tasks, flow, foreign) -> foreign.other("s3://a", 4))
          .story(
              (engine, run) -> {
                engine.pass(seconds(1));
                refuse(engine, run, reason);
                engine.runUntilIdle();
              },
              run ->
                  assertThat(run.failure().reason())
                      .startsWith("Foreign.other-1")
                      .contains(reason == null ? "" : reason));
    }
  }

  /** As a worker in another language does it, which has the task. */
  private static void refuse(TestEngine engine, TestRun run, @Nullable String reason) {
    ActivityTask task =
        engine.ask(
            new Action.PollForActivityTask(TestEngine.DOMAIN, new TaskList("elsewhere"), "other"));
    assertThat(task.input()).isEqualTo("[\"s3://a\",4]");
    engine.ask(new Action.RespondActivityTaskFailed(task.taskToken(), reason, null));
    assertThat(run.events(Event.ActivityTaskFailed.class)).hasSize(1);
  }

  @Test
  void progress() {
    plain((tasks, flow) -> tasks.slow().outcome().toString())
        .with(c -> c.taking("Tasks.slow", TestConfig.NEVER))
        .run(
            run -> {
              var late = run.events(Event.ActivityTaskTimedOut.class).getFirst();
              assertThat(late.timeoutType().name()).isEqualTo("HEARTBEAT");
              assertThat(late.details()).isEqualTo("[3,\"of ten\"]");
            });
  }

  @Test
  void a_signal_and_a_restart_that_carries_one() {
    plain(
            (tasks, flow) -> {
              flow.signal("n", Integer.class).get();
              return flow.restart();
            })
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              send(engine, run, "kept", "{\"deep\":[1]}");
              send(engine, run, "empty", null);
              send(engine, run, "n", "7");
              engine.pass(seconds(1));
            },
            run ->
                assertThat(((Event.WorkflowExecutionContinuedAsNew) run.closing()).input())
                    .isEqualTo(
                        "{\"args\":[],\"signals\":[{\"name\":\"kept\",\"input\":\"{\\\"deep\\\":[1]}\"},"
                            + "{\"name\":\"empty\"}]}"));
  }

  private static void send(TestEngine engine, TestRun run, String name, @Nullable String input) {
    engine.ask(
        new Action.SignalWorkflowExecution(
            TestEngine.DOMAIN, run.execution().workflowId(), null, name, input));
  }

  @Test
  void numbers_keep_their_digits_in_what_is_recorded() {
    plain(
            (tasks, flow) -> {
              BigDecimal price =
                  flow.sideEffect(BigDecimal.class, () -> new BigDecimal("0.12345678901234567890"));
              flow.sleep(seconds(1)).get();
              return price.toString();
            })
        .run(run -> assertThat(run.resultJson()).isEqualTo("\"0.12345678901234567890\""));
  }

  @Test
  void the_input_of_a_run_that_others_start_may_carry_signals_too() {
    plain((tasks, flow) -> "")
        .story(
            (engine, run) -> {
              TestRun given =
                  start(
                      engine,
                      "{\"args\":[\"a\",4.10],\"signals\":[{\"name\":\"go\",\"input\":\"\\\"now\\\"\"}]}");
              assertThat(given.resultJson()).isEqualTo("\"a4.10now\"");
              assertThat(start(engine, "[\"a\"]").failure().reason()).contains("2 are declared");
              assertThat(start(engine, "no JSON").failure().reason()).contains("not JSON");
              assertThat(start(engine, null).failure().reason()).contains("2 are declared");
            },
            run -> assertThat(run.resultJson()).isEqualTo("\"\""));
  }

  private static TestRun start(TestEngine engine, @Nullable String input) {
    String runId =
        engine
            .ask(
                new Action.StartWorkflowExecution(
                    TestEngine.DOMAIN,
                    "given",
                    new WorkflowType("Given", "1"),
                    new TaskList("fs.test"),
                    "0",
                    input,
                    "100",
                    null,
                    "30",
                    ChildPolicy.TERMINATE,
                    null))
            .runId();
    return engine.follow(
        new WorkflowExecution("given", runId), engine.instant().plus(seconds(100)));
  }
}
