package io.flowscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.WorkflowJar;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.worker.JarCatalogue;
import io.flowscope.worker.replay.HistoryReplay;
import io.flowscope.worker.replay.HistoryReplay.Kind;
import io.flowscope.worker.replay.HistoryReplay.Verdict;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories of one version of a jar against another, each compiled by itself. */
@Tag("local")
class HistoryReplayTest {
  private static final String SOURCE =
      """
      import io.flowscope.*;

      public final class Shop implements WorkflowJar {
        public interface Tasks {
          Promise<Integer> price(int item);
          Promise<Integer> tax(Promise<Integer> price);
          Promise<String> label(int item);
        }
        public static final class Work {
          public int price(int item) { return item * 10; }
          public int tax(int price) { return price / 5; }
          public String label(int item) { return "item " + item; }
        }
        public interface Order { Promise<Object> order(int item); }
        public static final class OrderOne implements Order {
          private final Tasks tasks;
          OrderOne(Tasks tasks) { this.tasks = tasks; }
          public Promise<Object> order(int item) {
            BODY
          }
        }
        public void fill(Catalogue catalogue) {
          catalogue.tasks(Tasks.class, Work::new);
          catalogue.workflow(Order.class, stubs -> new OrderOne(stubs.of(Tasks.class)));
        }
      }
      """;

  private static final String FIRST =
      """
      var price = tasks.price(item);
      var tax = tasks.tax(price);
      return Promise.of(tax.get() + price.get());
      """;

  private static final String OTHER =
      """
      var label = tasks.label(item);
      label.get();
      var price = tasks.price(item);
      return Promise.of(price.get());
      """;

  @TempDir Path folder;
  private int compiled;

  private WorkflowJar version(String body) throws IOException, ReflectiveOperationException {
    Path out = Files.createDirectory(folder.resolve("v" + ++compiled));
    Path source = out.resolve("Shop.java");
    Files.writeString(source, SOURCE.replace("BODY", body));
    String path =
        Path.of(WorkflowJar.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-parameters",
                "-cp",
                path,
                "-d",
                out.toString(),
                source.toString());
    assertThat(code).isZero();
    URLClassLoader loader =
        new URLClassLoader(new URL[] {out.toUri().toURL()}, WorkflowJar.class.getClassLoader());
    return (WorkflowJar) loader.loadClass("Shop").getConstructor().newInstance();
  }

  private static Verdict replay(WorkflowJar recorded, WorkflowJar against) {
    try (TestEngine engine = TestEngine.of(recorded).start()) {
      TestRun run = engine.start("OrderOne", 3);
      engine.runUntilIdle();
      assertThat(run.open()).isFalse();
      return new HistoryReplay(JarCatalogue.of(against), Payloads.none())
          .check(run.execution(), run.history());
    }
  }

  @Test
  void the_same_code_compiled_again_fits() throws Exception {
    Verdict verdict = replay(version(FIRST), version(FIRST));
    assertThat(verdict).isEqualTo(new Verdict(Kind.OK, "OrderOne 1", "", List.of()));
  }

  @Test
  void other_code_diverges_with_the_recorded_decision_and_the_new_call_side_by_side()
      throws Exception {
    Verdict verdict = replay(version(FIRST), version(OTHER));
    assertThat(verdict.kind()).isEqualTo(Kind.DIVERGED);
    assertThat(verdict.message())
        .matches("history has price-1, the code now calls label-1 at Shop\\.java:\\d+");
    assertThat(verdict.diff().get(0))
        .isEqualTo("- event 5: ActivityTaskScheduled Tasks.price-1 (Tasks.price 1)");
    assertThat(verdict.diff().get(1))
        .matches("\\+ Tasks\\.label-1 at Shop\\.java:\\d+ \\(Tasks\\.label 1\\)");
    assertThat(verdict.diff()).hasSize(2);
  }

  @Test
  void and_the_other_way_round() throws Exception {
    Verdict verdict = replay(version(OTHER), version(FIRST));
    assertThat(verdict.kind()).isEqualTo(Kind.DIVERGED);
    assertThat(verdict.message())
        .matches("history has label-1, the code now calls price-1 at Shop\\.java:\\d+");
  }

  @Test
  void code_that_would_not_have_ended_diverges_at_the_last_event() throws Exception {
    Verdict verdict =
        replay(
            version(FIRST),
            version(
                """
                var price = tasks.price(item);
                var tax = tasks.tax(price);
                tax.get();
                return Promise.of(tasks.label(item).get());
                """));
    assertThat(verdict.kind()).isEqualTo(Kind.DIVERGED);
    assertThat(verdict.message())
        .matches(
            "history has that the workflow completes, the code now waits for label-1 at"
                + " Shop\\.java:\\d+");
    assertThat(verdict.diff().get(0)).matches("- event \\d+: WorkflowExecutionCompleted");
  }

  @Test
  void a_jar_without_the_workflow_says_so() throws Exception {
    WorkflowJar other = catalogue -> catalogue.tasks(Programs.Tasks.class, Programs.Work::new);
    assertThat(replay(version(FIRST), other).message())
        .isEqualTo("This jar has no workflow OrderOne of version 1.");
  }

  @Test
  void a_part_of_a_history_cannot_be_replayed() throws Exception {
    WorkflowJar jar = version(FIRST);
    try (TestEngine engine = TestEngine.of(jar).start()) {
      TestRun run = engine.start("OrderOne", 3);
      engine.runUntilIdle();
      List<HistoryEvent> events = run.history();
      HistoryReplay replay = new HistoryReplay(JarCatalogue.of(jar), Payloads.none());
      assertThat(replay.check(run.execution(), List.of()).message()).isEqualTo("It has no events.");
      assertThat(replay.check(run.execution(), events.subList(2, events.size())))
          .extracting(Verdict::kind)
          .isEqualTo(Kind.UNREADABLE);
      assertThat(replay.check(run.execution(), events.subList(0, 8)).kind()).isEqualTo(Kind.OK);
    }
  }
}
