package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static io.flowscope.testing.Histories.warnings;
import static io.flowscope.testing.PolicyJobs.jar;
import static io.flowscope.testing.PolicyJobs.jobs;
import static io.flowscope.testing.PolicyJobs.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flowscope.Flow;
import io.flowscope.Policy;
import io.flowscope.Promise;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.model.Event;
import io.flowscope.testing.PolicyJobs.Jobs;
import io.flowscope.testing.PolicyJobs.Plain;
import io.flowscope.testing.PolicyJobs.Shaky;
import io.flowscope.testing.PolicyJobs.Work;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an author may say about calls: stubs' policies, idempotence, failures. */
class PolicyTest {
  @Test
  void a_stub_may_have_another_policy_and_the_interface_keeps_its_own() {
    Policy other =
        Policy.override()
            .taskList("gpu")
            .priority(9)
            .startToClose(Duration.ofMillis(1_500))
            .scheduleToStart(seconds(60))
            .scheduleToClose(seconds(70))
            .heartbeat(seconds(1))
            .attempts(2)
            .retryOn("*")
            .neverRetryOn("FileNotFoundException")
            .delay(seconds(2));
    WorkflowJar jar =
        jar(
            stubs -> {
              Jobs fast = stubs.of(Jobs.class, other);
              Jobs usual = stubs.of(Jobs.class);
              return () ->
                  List.of(
                      fast.listed("argument", 1), usual.parts(1), fast.listed("file", 1).orElse(0));
            });
    BothWays.of(jar, "Plain")
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[2,1,0]");
              List<Event.ActivityTaskScheduled> tasks =
                  run.events(Event.ActivityTaskScheduled.class);
              assertThat(tasks.getFirst().taskList().name()).isEqualTo("gpu");
              assertThat(settings(tasks.getFirst())).isEqualTo("9 2 60 70 1");
              assertThat(tasks.get(1).taskList().name()).isEqualTo("fs.test");
              assertThat(settings(tasks.get(1))).isEqualTo("4 10 5 12 3");
              assertThat(scheduled(run))
                  .containsExactly(
                      "Jobs.listed-1", "Jobs.parts-1", "Jobs.listed-2", "Jobs.listed-1.2");
            });
  }

  private static String settings(Event.ActivityTaskScheduled e) {
    return String.join(
        " ",
        e.taskPriority(),
        e.startToCloseTimeout(),
        e.scheduleToStartTimeout(),
        e.scheduleToCloseTimeout(),
        e.heartbeatTimeout());
  }

  @Test
  void a_policy_that_does_not_fit_is_refused_when_the_jar_is_read() {
    Policy beating = Policy.override().heartbeat(seconds(1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> {
              try (TestEngine engine =
                  TestEngine.of(
                          catalogue -> {
                            catalogue.tasks(Jobs.class, Work::new);
                            catalogue.workflow(Shaky.class, stubs -> how -> Promise.of(how));
                            catalogue.workflow(
                                Plain.class,
                                stubs -> {
                                  Shaky shaky = stubs.of(Shaky.class, beating);
                                  return () -> Promise.of(shaky.run("x"));
                                });
                          })
                      .start()) {
                engine.runUntilIdle();
              }
            })
        .withMessage(
            "stubs.of(Shaky.class, policy): HEARTBEAT is for tasks; a child workflow has none.");
    plain(stubs -> stubs.of(Jobs.class, Policy.override().taskList("gpu")).plain(1))
        .run(
            run ->
                assertThat(run.failure().reason())
                    .contains("stubs.of(Jobs.class, policy)")
                    .contains("where the workflow is made"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Policy.override().rate(0, seconds(1)))
        .withMessageContaining("A rate is one call or more");
  }

  @Test
  void equal_calls_of_an_idempotent_task_are_one() {
    jobs(jobs -> {
          Promise<Integer> two = jobs.plain(2);
          List<Promise<Integer>> early =
              List.of(jobs.once(1, two), jobs.once(1, Promise.of(2)), jobs.once(1, two));
          List<Promise<Integer>> other = List.of(jobs.once(2, two));
          early.getFirst().get();
          return List.of(early, other, jobs.once(1, two));
        })
        .with(c -> c.taking("Jobs.plain", seconds(1)).taking("Jobs.once", seconds(5)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[[121,121,121],[222],121]");
              assertThat(scheduled(run))
                  .containsExactly("Jobs.plain-1", "Jobs.once-2", "Jobs.once-4");
              assertThat(run.summary().calls()).isEqualTo(6);
              assertThat(run.summary().callsDone()).isEqualTo(6);
            });
  }

  @Test
  void an_idempotent_task_that_failed_runs_anew_when_it_is_called_again() {
    jobs(jobs -> {
          Promise<Integer> zero = Promise.of(0);
          Promise<Integer> one = jobs.once(0, zero);
          Promise<Integer> same = jobs.once(0, zero);
          Promise<Integer> dropped = jobs.once(0, zero);
          dropped.cancel();
          String failures =
              one.outcome() + " " + same.outcome() + " " + dropped.recover(f -> 7).get();
          return List.of(failures.replaceAll("[^\\d]*zero[^\\d]*", "zero"), jobs.once(0, zero));
        })
        .run(
            run -> {
              assertThat(run.resultJson()).contains("zero").endsWith("7\",2]");
              assertThat(scheduled(run)).containsExactly("Jobs.once-1", "Jobs.once-4");
            });
  }

  @Test
  void after_a_failure_the_code_ignores_substitutes_tries_otherwise_or_gives_up() {
    jobs(jobs -> {
          jobs.plain(-1);
          return jobs.plain(1);
        })
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("1");
              assertThat(warnings(run)).hasSize(1);
              assertThat(warnings(run).getFirst())
                  .contains("Jobs.plain-1")
                  .contains("below zero: -1");
            });
    jobs(jobs -> List.of(jobs.plain(-1).orElse(5), jobs.plain(-2).recover(f -> 6)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[5,6]");
              assertThat(warnings(run)).isEmpty();
            });
    plain(
            stubs -> {
              Jobs jobs = stubs.of(Jobs.class);
              return jobs.plain(-3)
                  .recover(
                      failure -> {
                        stubs.of(Flow.class).sleep(seconds(600)).get();
                        return jobs.plain(3).get();
                      });
            })
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("3");
              assertThat(run.summary().wallMillis()).isEqualTo(600_000);
            });
    jobs(jobs -> {
          Promise<Integer> other = jobs.plain(1);
          jobs.plain(-1).get();
          return other;
        })
        .with(c -> c.taking("Jobs.plain-1", seconds(500)))
        .run(
            run -> {
              assertThat(run.failure().reason()).contains("below zero: -1");
              assertThat(run.summary().wallMillis()).as("at once").isZero();
            });
  }
}
