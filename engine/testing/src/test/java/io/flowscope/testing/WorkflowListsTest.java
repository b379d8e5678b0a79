package io.flowscope.testing;

import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Flow;
import io.flowscope.Policy;
import io.flowscope.Promise;
import io.flowscope.Stubs;
import io.flowscope.Workflow;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** On which lists workflows are started, and where they stay. Warm and cold in every round. */
class WorkflowListsTest {
  private static final TaskList LIST = new TaskList("fs.test");

  /** What another jar implements. */
  @Workflow(
      name = "Film",
      version = "3",
      taskList = "films",
      executionStartToClose = "PT90.5S",
      decisionStartToClose = "PT7S",
      childPolicy = Workflow.ChildPolicy.ABANDON,
      tags = {"wide", "long"})
  public interface Film {
    Promise<Integer> make(String title);
  }

  /** What this jar implements, and shares with others. */
  @Workflow(name = "Shared", taskList = "shared")
  public interface Shared {
    Promise<Integer> count(int from);
  }

  /** The workflow. */
  @Workflow(name = "Plain")
  public interface Plain {
    Promise<Object> run();
  }

  private static BothWays plain(Function<Stubs, Object> body) {
    return BothWays.of(jar(body), "Plain");
  }

  /** Stubs are asked for where the workflow is made, as a policy wants it. */
  private static WorkflowJar jar(Function<Stubs, Object> body) {
    return catalogue -> {
      catalogue.workflow(Film.class);
      catalogue.workflow(
          Shared.class,
          stubs -> {
            Flow flow = stubs.of(Flow.class);
            return from -> {
              flow.sleep(seconds(2)).get();
              flow.sleep(seconds(2)).get();
              return from == 0 ? Promise.of(7) : flow.restart(from - 1);
            };
          });
      catalogue.workflow(
          Plain.class,
          stubs -> {
            Film film = stubs.of(Film.class, Policy.override().attempts(1));
            Film urgent = stubs.of(Film.class, Policy.override().taskList("urgent").priority(9));
            Shared own = stubs.of(Shared.class);
            Shared fast =
                stubs.of(
                    Shared.class,
                    Policy.override().taskList("fast").priority(-3).startToClose(seconds(60)));
            Stubs made = new Made(List.of(film, urgent, own, fast));
            return () -> Promise.of(body.apply(made));
          });
    };
  }

  /** The stubs that the workflow was made with, by their place. */
  private record Made(List<Object> all) implements Stubs {
    @Override
    public <T> T of(Class<T> type) {
      return of(type, Policy.override());
    }

    @Override
    public <T> T of(Class<T> type, Policy policy) {
      boolean other = !policy.parts().isEmpty();
      return type.cast(all.get((type == Film.class ? 0 : 2) + (other ? 1 : 0)));
    }
  }

  private static final Policy OTHER = Policy.override().priority(1);

  @Test
  void a_workflow_of_another_jar_is_started_on_its_list_with_all_of_its_policy() {
    plain(stubs -> List.of(stubs.of(Film.class).make("a"), stubs.of(Film.class, OTHER).make("b")))
        .story(
            (engine, run) -> {
              engine.pass(seconds(1));
              complete(engine, "films", "Film", "1");
              complete(engine, "urgent", "Film", "2");
              engine.runUntilIdle();
            },
            run -> {
              assertThat(run.resultJson()).isEqualTo("[1,2]");
              var children = run.events(Event.StartChildWorkflowExecutionInitiated.class);
              var film = children.getFirst();
              assertThat(film.workflowType()).isEqualTo(new WorkflowType("Film", "3"));
              assertThat(film.taskList()).isEqualTo(new TaskList("films"));
              assertThat(film.taskPriority()).isEqualTo("0");
              assertThat(film.executionStartToCloseTimeout()).isEqualTo("91");
              assertThat(film.taskStartToCloseTimeout()).isEqualTo("7");
              assertThat(film.childPolicy()).isEqualTo(ChildPolicy.ABANDON);
              assertThat(film.tagList()).containsExactly("wide", "long");
              assertThat(children.getLast().taskList()).isEqualTo(new TaskList("urgent"));
              assertThat(children.getLast().taskPriority()).isEqualTo("9");
            });
  }

  private static void complete(TestEngine engine, String list, String type, String result) {
    DecisionTask task =
        engine.ask(
            new Action.PollForDecisionTask(
                TestEngine.DOMAIN, new TaskList(list), "other", null, null, null, null));
    assertThat(task.workflowType().name()).isEqualTo(type);
    engine.ask(
        new Action.RespondDecisionTaskCompleted(
            task.taskToken(),
            List.of(new Decision.CompleteWorkflowExecution(result)),
            null,
            null,
            null));
  }

  @Test
  void what_a_jar_starts_of_its_own_stays_on_its_list_though_it_shares_the_type() {
    plain(stubs -> stubs.of(Shared.class).count(1))
        .story(
            (engine, run) -> {
              engine.runUntilIdle();
              var child = run.events(Event.ChildWorkflowExecutionStarted.class).getFirst();
              TestRun first = engine.follow(child.workflowExecution(), engine.instant());
              assertThat(lists(first)).hasSize(3).doesNotContain("shared");
              var next = (Event.WorkflowExecutionContinuedAsNew) first.closing();
              assertThat(next.taskList()).isEqualTo(LIST);
            },
            run -> assertThat(run.resultJson()).isEqualTo("7"));
  }

  @Test
  void a_child_on_a_stubs_list_is_kept_by_the_jar_that_takes_it() {
    plain(stubs -> stubs.of(Shared.class, OTHER).count(0))
        .story(
            (engine, run) -> {
              engine.runUntilIdle();
              var child = run.events(Event.ChildWorkflowExecutionStarted.class).getFirst();
              TestRun first = engine.follow(child.workflowExecution(), engine.instant());
              assertThat(lists(first).getFirst()).isEqualTo("fast");
              assertThat(lists(first).subList(1, 3)).doesNotContain("fast");
            },
            run -> {
              assertThat(run.resultJson()).isEqualTo("7");
              var child = run.events(Event.StartChildWorkflowExecutionInitiated.class).getFirst();
              assertThat(child.taskList()).isEqualTo(new TaskList("fast"));
              assertThat(child.taskPriority()).isEqualTo("-3");
              assertThat(child.executionStartToCloseTimeout()).isEqualTo("60");
            });
  }

  @Test
  void a_run_that_somebody_else_started_on_the_shared_list_stays_with_the_jar_that_took_it() {
    plain(stubs -> 0)
        .story(
            (engine, run) -> {
              engine.runUntilIdle();
              String runId =
                  engine
                      .ask(
                          new Action.StartWorkflowExecution(
                              TestEngine.DOMAIN,
                              "theirs",
                              new WorkflowType("Shared", "1"),
                              new TaskList("shared"),
                              "0",
                              "[0]",
                              "100",
                              null,
                              "30",
                              ChildPolicy.TERMINATE,
                              null))
                      .runId();
              TestRun theirs =
                  engine.follow(
                      new WorkflowExecution("theirs", runId),
                      engine.instant().plus(Duration.ofSeconds(100)));
              assertThat(theirs.resultJson()).isEqualTo("7");
              assertThat(lists(theirs)).startsWith("shared", "fs.test").hasSize(3);
              assertThat(lists(theirs).getLast()).isIn("tester", "fs.test");
            },
            run -> assertThat(run.resultJson()).isEqualTo("0"));
  }

  /** By which lists the run's decisions came. */
  private static List<String> lists(TestRun run) {
    return run.events(Event.DecisionTaskScheduled.class).stream()
        .map(e -> e.taskList().name())
        .toList();
  }
}
