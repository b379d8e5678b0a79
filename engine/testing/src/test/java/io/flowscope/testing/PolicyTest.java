package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static io.flowscope.testing.Histories.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flowscope.Flow;
import io.flowscope.Policy;
import io.flowscope.Promise;
import io.flowscope.Retry;
import io.flowscope.Stubs;
import io.flowscope.Task;
import io.flowscope.TaskContext;
import io.flowscope.TaskFailed;
import io.flowscope.TaskTimedOut;
import io.flowscope.Workflow;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.model.Event;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What an author may say about calls: retries, stubs' policies, idempotence, failures. */
class PolicyTest {
  /** Tasks with policies. */
  public interface Jobs {
    @Task(
        retry =
            @Retry(
                on = "IOException",
                delay = {"PT1S", "PT5S", "PT30S"}))
    Promise<Integer> listed(String failure, int failures);

    @Task(
        retry =
            @Retry(
                attempts = 7,
                on = "*",
                never = {"IllegalArgumentException", "HEARTBEAT"},
                delay = "PT10S",
                maxDelay = "PT1M"))
    Promise<Integer> growing(String failure, int failures);

    @Task(retry = @Retry(attempts = 4, on = "OUT_OF", delay = "PT100S", factor = 1, jitter = 0.5))
    Promise<Integer> random(String failure, int failures);

    @Task(idempotent = true)
    Promise<Integer> once(int a, Promise<Integer> b);

    @Task(
        startToClose = "PT10S",
        scheduleToStart = "PT5S",
        scheduleToClose = "PT12S",
        heartbeat = "PT3S",
        priority = 4,
        retry = @Retry(never = {"START_TO_CLOSE", "SCHEDULE_TO_CLOSE"}))
    Promise<Integer> parts(int all);

    Promise<Integer> plain(int n);
  }

  /** Their implementation. */
  public static final class Work {
    private final List<String> calls = new ArrayList<>();
    private int done;

    public int listed(String failure, int failures) throws IOException {
      return tried(failure, failures);
    }

    public int growing(String failure, int failures) throws IOException {
      return tried(failure, failures);
    }

    public int random(String failure, int failures) throws IOException {
      return tried(failure, failures);
    }

    private static int tried(String failure, int failures) throws IOException {
      int attempt = TaskContext.current().attempt();
      if (attempt <= failures) {
        switch (failure) {
          case "io" -> throw new IOException("attempt " + attempt);
          case "file" -> throw new FileNotFoundException("attempt " + attempt);
          case "argument" -> throw new IllegalArgumentException("attempt " + attempt);
          default -> throw new TaskFailed("elsewhere", failure, null);
        }
      }
      return attempt;
    }

    public int once(int a, int b) {
      calls.add(a + " " + b);
      if (a == 0 && calls.size() == 1) {
        throw new IllegalStateException("zero");
      }
      return a * 100 + b * 10 + calls.size();
    }

    /** Does three parts in each attempt; the next one goes on where the last stopped. */
    public int parts(int all) {
      int from = TaskContext.current().lastDetails(Integer.class).orElse(0);
      for (int part = from + 1; part <= Math.min(all, from + 3); part++) {
        done++;
        TaskContext.current().heartbeat(part);
      }
      return done;
    }

    public int plain(int n) {
      if (n < 0) {
        throw new IllegalArgumentException("below zero: " + n);
      }
      return n;
    }
  }

  /** Tasks of workers that are not there. */
  public interface Absent {
    @Task(taskList = "nobody", scheduleToStart = "PT5S")
    Promise<Integer> parts(int all);
  }

  /** The workflow. */
  @Workflow(name = "Plain")
  public interface Plain {
    Promise<Object> run();
  }

  /** A child that fails twice. */
  @Workflow(
      name = "Shaky",
      retry = @Retry(attempts = 3, on = "IllegalStateException", delay = "PT20S"))
  public interface Shaky {
    Promise<String> run(String how);
  }

  private static WorkflowJar jar(Function<Stubs, Supplier<Object>> make) {
    return catalogue -> {
      int[] tries = new int[1];
      catalogue.tasks(Jobs.class, Work::new);
      catalogue.tasks(Absent.class);
      catalogue.workflow(
          Shaky.class,
          stubs ->
              how -> {
                Flow flow = stubs.of(Flow.class);
                if (how.equals("slow")) {
                  flow.sleep(seconds(100)).get();
                }
                if (flow.sideEffect(Integer.class, () -> ++tries[0]) < 3) {
                  throw how.equals("other")
                      ? new IllegalArgumentException(how)
                      : new IllegalStateException(how);
                }
                return Promise.of("third");
              });
      catalogue.workflow(
          Plain.class,
          stubs -> {
            Supplier<Object> body = make.apply(stubs);
            return () -> Promise.of(body.get());
          });
    };
  }

  /** Stubs are asked for while the workflow runs. */
  private static BothWays plain(Function<Stubs, Object> body) {
    return BothWays.of(jar(stubs -> () -> body.apply(stubs)), "Plain");
  }

  private static BothWays jobs(Function<Jobs, Object> body) {
    return plain(stubs -> body.apply(stubs.of(Jobs.class)));
  }

  private static List<String> pauses(TestRun run) {
    return run.events(Event.TimerStarted.class).stream()
        .map(Event.TimerStarted::startToFireTimeout)
        .toList();
  }

  @Test
  void listed_delays_say_how_many_attempts_there_are() {
    jobs(jobs -> jobs.listed("io", 3))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("4");
              assertThat(pauses(run)).containsExactly("1", "5", "30");
              assertThat(scheduled(run))
                  .containsExactly(
                      "Jobs.listed-1", "Jobs.listed-1.2", "Jobs.listed-1.3", "Jobs.listed-1.4");
              assertThat(run.graph().nodes().getFirst().attempts()).hasSize(4);
            });
    jobs(jobs -> jobs.listed("io", 4))
        .run(run -> assertThat(run.failure().reason()).contains("IOException: attempt 4"));
  }

  @Test
  void failures_are_told_apart_by_name_and_a_subclass_is_another() {
    jobs(jobs -> jobs.listed("file", 1))
        .run(
            run -> {
              assertThat(run.failure().reason()).contains("FileNotFoundException: attempt 1");
              assertThat(scheduled(run)).hasSize(1);
            });
    jobs(jobs -> jobs.growing("argument", 1))
        .run(run -> assertThat(run.failure().reason()).contains("IllegalArgumentException"));
    jobs(jobs -> jobs.random("OUT_OF DISK", 2)).gives("3");
    jobs(jobs -> jobs.random("OUT_OFF", 2))
        .run(run -> assertThat(run.failure().reason()).contains("OUT_OFF"));
  }

  @Test
  void delays_grow_to_their_bound_and_jitter_is_the_same_in_every_replay() {
    jobs(jobs -> jobs.growing("io", 6))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("7");
              assertThat(pauses(run)).containsExactly("10", "20", "40", "60", "60", "60");
            });
    jobs(jobs -> List.of(jobs.random("OUT_OF", 3), jobs.random("OUT_OF", 3)))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[4,4]");
              assertThat(pauses(run)).doesNotHaveDuplicates().hasSize(6);
              assertThat(pauses(run))
                  .allSatisfy(pause -> assertThat(Integer.parseInt(pause)).isBetween(50, 100));
            });
  }

  @Test
  void children_are_retried_by_their_own_policy() {
    plain(stubs -> stubs.of(Shaky.class).run("state"))
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("\"third\"");
              assertThat(run.events(Event.StartChildWorkflowExecutionInitiated.class))
                  .extracting(e -> e.workflowId().substring(e.workflowId().indexOf('.') + 1))
                  .containsExactly("Shaky.run-1", "Shaky.run-1.2", "Shaky.run-1.3");
              assertThat(pauses(run)).containsExactly("20", "40");
              assertThat(run.graph().nodes()).hasSize(1);
              assertThat(run.graph().nodes().getFirst().attempts()).hasSize(3);
            });
    plain(stubs -> stubs.of(Shaky.class).run("other"))
        .run(run -> assertThat(run.failure().reason()).contains("IllegalArgumentException: other"));
    Policy hasty = Policy.override().startToClose(seconds(30)).attempts(2).delay(seconds(3));
    plain(stubs -> stubs.of(Shaky.class, hasty).run("slow"))
        .run(
            run -> {
              assertThat(run.failure().reason()).contains("START_TO_CLOSE");
              assertThat(run.events(Event.ChildWorkflowExecutionTimedOut.class)).hasSize(2);
              assertThat(pauses(run)).containsExactly("3");
            });
  }

  @Test
  void a_call_that_is_canceled_while_it_pauses_makes_no_further_attempt() {
    plain(
            stubs -> {
              Promise<Integer> call = stubs.of(Jobs.class).listed("io", 9);
              Promise<String> child = stubs.of(Shaky.class).run("state");
              stubs.of(Flow.class).sleep(seconds(3)).get();
              call.cancel();
              child.cancel();
              return List.of(call.recover(f -> -1), child.orElse("canceled"));
            })
        .run(
            run -> {
              assertThat(run.resultJson()).isEqualTo("[-1,\"canceled\"]");
              assertThat(run.events(Event.TimerCanceled.class)).hasSize(2);
              assertThat(scheduled(run)).containsExactly("Jobs.listed-1", "Jobs.listed-1.2");
            });
  }

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

  @Test
  void the_next_attempt_goes_on_where_the_last_heartbeat_was() {
    jobs(jobs -> jobs.parts(8))
        .with(c -> c.losing("Jobs.parts-1").losing("Jobs.parts-1.2"))
        .run(
            run -> {
              assertThat(run.resultJson()).as("each part once").isEqualTo("8");
              assertThat(run.events(Event.ActivityTaskTimedOut.class))
                  .extracting(e -> e.timeoutType() + " " + e.details())
                  .containsExactly("HEARTBEAT 3", "HEARTBEAT 6");
            });
  }

  @Test
  void all_four_timeouts_end_an_attempt() {
    Policy once = Policy.override().attempts(1);
    WorkflowJar jar =
        jar(
            stubs -> {
              Policy slow = once.heartbeat(seconds(60));
              Jobs beating = stubs.of(Jobs.class, once);
              Jobs soon = stubs.of(Jobs.class, slow);
              Jobs whole = stubs.of(Jobs.class, slow.startToClose(seconds(60)));
              Absent absent = stubs.of(Absent.class, once);
              return () ->
                  List.of(
                      how(beating.parts(1)),
                      how(soon.parts(1)),
                      how(whole.parts(1)),
                      how(absent.parts(1)));
            });
    BothWays.of(jar, "Plain")
        .with(c -> c.losing("Jobs.parts"))
        .run(
            run ->
                assertThat(run.resultJson())
                    .isEqualTo(
                        "[\"HEARTBEAT\",\"START_TO_CLOSE\",\"SCHEDULE_TO_CLOSE\","
                            + "\"SCHEDULE_TO_START\"]"));
  }

  private static Promise<String> how(Promise<?> call) {
    return call.map(x -> "done")
        .recover(f -> f instanceof TaskTimedOut ? f.reason() : "failed: " + f);
  }
}
