package io.flowscope.testing;

import static io.flowscope.testing.Histories.scheduled;
import static io.flowscope.testing.Histories.seconds;
import static io.flowscope.testing.PolicyJobs.jar;
import static io.flowscope.testing.PolicyJobs.jobs;
import static io.flowscope.testing.PolicyJobs.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Flow;
import io.flowscope.Policy;
import io.flowscope.Promise;
import io.flowscope.TaskTimedOut;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.model.Event;
import io.flowscope.testing.PolicyJobs.Absent;
import io.flowscope.testing.PolicyJobs.Jobs;
import io.flowscope.testing.PolicyJobs.Shaky;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an author may say about attempts: delays, kinds of failures, timeouts. */
class RetryPolicyTest {
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
