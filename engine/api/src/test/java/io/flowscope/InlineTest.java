package io.flowscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plain Java keeps the engine's error rules. */
class InlineTest {

  interface Tasks {
    Promise<Integer> twice(Promise<Integer> number);

    Promise<Integer> fail(int number);

    Promise<Integer> sum(List<Promise<Integer>> numbers);

    int plain(int number);

    Promise<String> whoAmI();

    default Promise<Integer> four() {
      return twice(Promise.of(2));
    }
  }

  static final class Real {
    final List<String> calls = new ArrayList<>();

    int twice(int number) {
      calls.add("twice");
      return number * 2;
    }

    int fail(int number) {
      throw new IllegalStateException("no " + number + "\nsecond line");
    }

    int sum(List<Integer> numbers) {
      return numbers.stream().mapToInt(Integer::intValue).sum();
    }

    int plain(int number) {
      return -number;
    }

    String whoAmI() {
      return TaskContext.current().activityId();
    }
  }

  private final Real real = new Real();
  private final Tasks tasks = Inline.of(Tasks.class, real);

  @Test
  void calls_the_plain_method_behind_a_lifted_one() {
    assertThat(tasks.twice(Promise.of(21)).get()).isEqualTo(42);
    assertThat(tasks.plain(3)).isEqualTo(-3);
    assertThat(tasks.sum(List.of(Promise.of(1), Promise.of(2))).get()).isEqualTo(3);
  }

  @Test
  void default_methods_run_as_java() {
    assertThat(tasks.four().get()).isEqualTo(4);
  }

  @Test
  void a_throw_becomes_a_failed_promise_with_one_line_of_reason() {
    Promise<Integer> failed = tasks.fail(7);

    assertThatThrownBy(failed::get)
        .isInstanceOfSatisfying(
            TaskFailed.class,
            failure -> {
              assertThat(failure.task()).isEqualTo("Tasks.fail-1");
              assertThat(failure.reason()).isEqualTo("IllegalStateException: no 7");
              assertThat(failure.details()).contains("second line", "InlineTest");
            });
    assertThat(failed.outcome()).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void a_failed_argument_fails_the_call_without_running_it() {
    Promise<Integer> failed = tasks.twice(tasks.fail(7));

    assertThatThrownBy(failed::get).hasMessageContaining("Tasks.fail-1");
    assertThat(real.calls).isEmpty();
  }

  @Test
  void failures_can_be_replaced() {
    assertThat(tasks.fail(1).orElse(5).get()).isEqualTo(5);
    assertThat(tasks.fail(1).recover(failure -> failure.reason().length()).get()).isPositive();
    assertThat(tasks.twice(Promise.of(4)).map(n -> n + 1).get()).isEqualTo(9);
  }

  @Test
  void first_and_finish_order_are_those_of_the_calls() {
    Promise<Integer> one = Promise.of(1);
    Promise<Integer> two = Promise.of(2);

    assertThat(Promise.first(one, two).get()).isEqualTo(1);
    assertThat(Promise.firstN(2, two, one).get()).containsExactly(2, 1);
    assertThat(Promise.<Integer>reduce(List.of(one, two), this::add).get()).isEqualTo(3);
    assertThat(Promise.all(List.of(one, Promise.<Integer>failed(failure()))).outcome())
        .isInstanceOf(Outcome.Failed.class);
  }

  private Promise<Integer> add(Promise<Integer> a, Promise<Integer> b) {
    return Promise.of(a.get() + b.get());
  }

  private static TaskFailed failure() {
    return new TaskFailed("Some.task-1", "why", null);
  }

  @Test
  void a_task_knows_who_it_is() {
    assertThat(tasks.whoAmI().get()).isEqualTo("Tasks.whoAmI-1");
    assertThatThrownBy(TaskContext::current).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_missing_implementation_is_named_with_what_was_looked_for() {
    assertThatThrownBy(() -> Inline.of(Tasks.class, new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object has no method")
        .hasMessageContaining("for Tasks.");
  }

  @Test
  void a_branch_that_throws_is_a_failed_promise() {
    Promise<Object> branch =
        Flow.inline()
            .branch(
                () -> {
                  throw new IllegalArgumentException("bad");
                });

    assertThatThrownBy(branch::get).hasMessageContaining("IllegalArgumentException: bad");
  }

  @Test
  void text_of_a_promise_never_waits_and_identity_is_equality() {
    assertThat(Promise.of(1)).isNotEqualTo(Promise.of(1)).hasToString("value");
  }
}
