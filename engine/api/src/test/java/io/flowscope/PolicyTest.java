package io.flowscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.spi.Pace;
import io.flowscope.spi.Rate;
import io.flowscope.spi.Retries;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What policies say, and that plain Java keeps them. */
class PolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  interface Tasks {
    @Task(retry = @Retry(on = "IOException"))
    Promise<Integer> shaky(int failures);

    @Task(idempotent = true)
    Promise<Integer> once(int n, Promise<String> text);

    @Task(retry = @Retry(attempts = 3, on = "*"))
    Promise<String> parts();

    @Task(retry = @Retry(jitter = 2))
    Promise<Integer> never();
  }

  interface Good {
    @Task(retry = @Retry(on = "IOException"))
    Promise<Integer> shaky(int failures);

    @Task(idempotent = true)
    Promise<Integer> once(int n, Promise<String> text);

    @Task(retry = @Retry(attempts = 3, on = "*"))
    Promise<String> parts();
  }

  static final class Real {
    final List<String> calls = new ArrayList<>();

    int shaky(int failures) throws IOException {
      int attempt = TaskContext.current().attempt();
      calls.add(TaskContext.current().activityId());
      if (attempt <= failures) {
        throw new IOException("attempt " + attempt);
      }
      return attempt;
    }

    int once(int n, String text) {
      calls.add(text);
      return n + calls.size();
    }

    String parts() {
      TaskContext context = TaskContext.current();
      String so = context.lastDetails(String.class).orElse("") + context.attempt();
      context.heartbeat(so);
      if (context.attempt() < 3) {
        throw new IllegalStateException("later");
      }
      return so;
    }

    int never() {
      return 0;
    }
  }

  private final Real real = new Real();
  private final Good tasks = Inline.of(Good.class, real);

  @Test
  void plain_java_retries_by_name_and_sees_the_attempts() {
    assertThat(tasks.shaky(2).get()).isEqualTo(3);
    assertThat(real.calls).containsExactly("Good.shaky-1", "Good.shaky-1.2", "Good.shaky-1.3");
    assertThatThrownBy(() -> tasks.shaky(3).get()).hasMessageContaining("IOException: attempt 3");
    Good impatient = Inline.of(Good.class, real, Policy.override().attempts(1));
    assertThatThrownBy(() -> impatient.shaky(1).get()).hasMessageContaining("attempt 1");
    Good calm = Inline.of(Good.class, real, Policy.override().neverRetryOn("java.io.IOException"));
    assertThatThrownBy(() -> calm.shaky(1).get()).hasMessageContaining("attempt 1");
  }

  @Test
  void plain_java_hands_details_on_and_runs_idempotent_tasks_once() {
    assertThat(tasks.parts().get()).isEqualTo("123");
    assertThat(tasks.once(1, Promise.of("a")).get()).isEqualTo(2);
    assertThat(tasks.once(1, Promise.of("a")).get()).isEqualTo(2);
    assertThat(tasks.once(1, Promise.of("b")).get()).isEqualTo(3);
    assertThat(real.calls).containsExactly("a", "b");
  }

  @Test
  void a_policy_that_cannot_be_is_refused_with_the_member() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Inline.of(Tasks.class, real))
        .withMessage("Tasks.never: retry.jitter must be 0 to 1, but is 2.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Inline.of(Good.class, real, Policy.override().attempts(0)))
        .withMessageContaining("retry.attempts must be 1 or more, but is 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.of("10 per minute"));
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.of("0/s"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Policy.override().startToClose(SECOND.negated()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Chunks.map(List.of(1), 0, Promise::of))
        .withMessage("A chunk has at least one item, not 0");
  }

  private static Retries retries(Policy policy) throws NoSuchMethodException {
    Task none =
        Tasks.class.getDeclaredMethod("once", int.class, Promise.class).getAnnotation(Task.class);
    return Retries.of(none.retry(), 3).with(policy);
  }

  private static TaskFailed failed(String reason) {
    return new TaskFailed("Some.task-1", reason, null);
  }

  @Test
  void names_are_words_where_a_class_may_stand() throws NoSuchMethodException {
    Retries some = retries(Policy.override().retryOn("IOException", "a.b.Busy", "E-17"));
    assertThat(some.again(failed("IOException: disk"), 1)).isTrue();
    assertThat(some.again(failed("IOException"), 2)).isTrue();
    assertThat(some.again(failed("IOException"), 3)).as("three attempts").isFalse();
    assertThat(some.again(failed("Other.task-1: java.io.IOException: disk"), 1)).isTrue();
    assertThat(some.again(failed("UncheckedIOException: disk"), 1)).isFalse();
    assertThat(some.again(failed("IOExceptions: disk"), 1)).isFalse();
    assertThat(some.again(failed("no IOException"), 1)).isFalse();
    assertThat(some.again(failed("Busy: later"), 1)).isTrue();
    assertThat(some.again(failed("E-17 out of paper"), 1)).isTrue();
    assertThat(some.again(new TaskTimedOut("t", "HEARTBEAT", null), 1)).isTrue();
    assertThat(some.again(new TaskCanceled("t", "IOException", null), 1)).isFalse();
    Retries most = retries(Policy.override().retryOn("*").neverRetryOn("HEARTBEAT", "Error"));
    assertThat(most.again(failed("anything"), 1)).isTrue();
    assertThat(most.again(failed("Error: no"), 1)).isFalse();
    assertThat(most.again(new TaskTimedOut("t", "HEARTBEAT", null), 1)).isFalse();
    assertThat(most.again(new TaskTimedOut("t", "START_TO_CLOSE", null), 1)).isTrue();
  }

  @Test
  void delays_are_those_listed_then_grow_and_jitter_keeps_to_its_part() throws Exception {
    Policy listed = Policy.override().delay(Duration.ofMillis(200), Duration.ofHours(2));
    Retries some = retries(listed);
    assertThat(some.attempts()).isEqualTo(3);
    assertThat(IntStream.range(0, 4).mapToObj(n -> some.delay(n, "")))
        .containsExactly(0L, 1L, 7_200L, 7_200L);
    Retries growing =
        retries(
            Policy.override()
                .delay(Duration.ofSeconds(3))
                .factor(3)
                .maxDelay(Duration.ofSeconds(20)));
    assertThat(IntStream.rangeClosed(1, 4).mapToObj(n -> growing.delay(n, "")))
        .containsExactly(3L, 9L, 20L, 20L);
    Retries random = retries(Policy.override().delay(Duration.ofSeconds(1_000)).jitter(0.25));
    List<Long> delays =
        IntStream.range(0, 200).mapToObj(n -> random.delay(1, "run call " + n)).toList();
    assertThat(delays).allMatch(d -> d > 750 && d <= 1_000);
    assertThat(delays.stream().distinct().count()).isGreaterThan(80);
    assertThat(random.delay(1, "run call 7")).isEqualTo(delays.get(7));
  }

  @Test
  void a_span_begins_with_its_first_call() {
    Pace pace = new Pace(Rate.of("2/m"));
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(pace.next(start)).isEqualTo(start);
    pace.begin(start);
    pace.begin(start.plusSeconds(50));
    assertThat(pace.next(start.plusSeconds(51))).isEqualTo(start.plusSeconds(60));
    pace.begin(start.plusSeconds(70));
    assertThat(pace.next(start.plusSeconds(71))).isEqualTo(start.plusSeconds(71));
    pace.begin(start.plusSeconds(71));
    assertThat(pace.next(start.plusSeconds(72))).isEqualTo(start.plusSeconds(130));
    assertThat(new Rate(3, Duration.ofMillis(10)).per()).isEqualTo(SECOND);
  }
}
