package io.flowscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.worker.Values;
import org.junit.jupiter.api.Test;

/** What travels is read as what was asked for. */
class SignalTypesTest {
  @Test
  void one_name_of_a_signal_has_one_type_in_a_run() {
    BothWays.of(
            w -> {
              var yes = w.flow().signal("go", Boolean.class);
              return w.flow().signal("go", String.class).get() + yes.get();
            })
        .run(
            run ->
                assertThat(run.failure().details())
                    .containsPattern(
                        "The signal \"go\" is asked for as String at SignalTypesTest.java:\\d+, but"
                            + " as Boolean at SignalTypesTest.java:\\d+\\. Give one of them another"
                            + " name"));
  }

  /** What an older jar knows. */
  public record Order(String item, int count) {}

  @Test
  void a_member_that_a_newer_writer_has_added_is_ignored() {
    assertThat(
            Values.read(
                "{\"item\":\"a\",\"gift\":{\"card\":[1]},\"count\":2}", Order.class, "result"))
        .isEqualTo(new Order("a", 2));
  }
}
