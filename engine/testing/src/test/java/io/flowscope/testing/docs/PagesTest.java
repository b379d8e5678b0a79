package io.flowscope.testing.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Event;
import io.flowscope.testing.TestConfig;
import io.flowscope.testing.TestEngine;
import io.flowscope.testing.TestRun;
import io.flowscope.testing.docs.Markdown.Block;
import io.flowscope.worker.JarCatalogue;
import io.flowscope.worker.lint.Lint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every piece of Java on the pages "Coming from …" is compiled, run in virtual time, and gives what
 * the page says; every task on them takes one second.
 */
class PagesTest {
  @TempDir Path temp;

  @TestFactory
  Stream<DynamicNode> coming_from() {
    return Stream.of("FLOWY", "SIMPLEFLOW", "CELERY", "TASKFLOW")
        .map(page -> page("coming-from/" + page + ".md", page.toLowerCase(java.util.Locale.ROOT)));
  }

  @TestFactory
  Stream<DynamicTest> mistakes_say_what_the_page_says() {
    List<Block> blocks = Markdown.page("MISTAKES.md").blocks();
    assertThat(blocks.stream().filter(block -> block.kind().equals("mistake")))
        .hasSizeGreaterThanOrEqualTo(10);
    return IntStream.range(0, blocks.size() / 2)
        .mapToObj(
            i -> {
              Block code = blocks.get(2 * i);
              Block message = blocks.get(2 * i + 1);
              assertThat(code.kind()).isEqualTo("mistake");
              boolean warns = message.is("text", "warning");
              assertThat(warns || message.is("text", "message")).isTrue();
              return DynamicTest.dynamicTest(
                  code.heading() + ":" + code.line(),
                  () ->
                      assertThat(warns ? warned(code) : said(code))
                          .isEqualTo(message.text().strip()));
            });
  }

  /** What is said first against a block: by javac, by the catalogue or by the run. */
  private String said(Block code) {
    Snippets snippets = new Snippets("line" + code.line()).with(code);
    List<String> errors = snippets.compile(temp);
    if (!errors.isEmpty()) {
      String first = errors.getFirst().lines().findFirst().orElseThrow();
      return first.replaceFirst("^\\S+: ", "").replace("line" + code.line() + ".", "");
    }
    TestConfig config = TestEngine.of(snippets).coldInEveryRound().valueCap(snippets.cap());
    try (TestEngine engine = config.start()) {
      TestRun run = engine.start(snippets.workflows().getFirst());
      engine.runUntilIdle();
      var stopped = run.summary().stopped();
      return stopped != null ? stopped.why() : run.failure().reason();
    } catch (IllegalArgumentException e) {
      return e.getMessage().replace("line" + code.line() + ".", "");
    }
  }

  /** What the upload of a block warns of. */
  private String warned(Block code) {
    Snippets snippets = new Snippets("line" + code.line()).with(code);
    assertThat(snippets.compile(temp)).isEmpty();
    return JarCatalogue.of(snippets).workflows().stream()
        .flatMap(w -> Lint.warnings(w.name(), w.implementation(), w.method()).stream())
        .collect(Collectors.joining("\n"));
  }

  private DynamicNode page(String file, String name) {
    Markdown page = Markdown.page(file);
    Snippets snippets = new Snippets(name);
    page.blocks().forEach(snippets::with);
    assertThat(snippets.compile(temp)).as(file).isEmpty();
    List<DynamicTest> tests = new ArrayList<>();
    for (Block block : page.blocks()) {
      String title = block.heading() + ":" + block.line();
      if (block.is("java", "test")) {
        assertThat(block.text()).contains("assert");
        tests.add(DynamicTest.dynamicTest(title, () -> snippets.run(block)));
      } else if (block.is("text", "result")) {
        for (String line : block.text().split("\n")) {
          tests.add(DynamicTest.dynamicTest(title + " " + line, () -> check(snippets, line)));
        }
      }
    }
    String run =
        page.blocks().stream()
            .filter(block -> block.is("text", "result") || block.is("java", "test"))
            .map(Block::text)
            .collect(Collectors.joining());
    assertThat(snippets.methods()).as(file).allMatch(method -> run.contains(method));
    return DynamicContainer.dynamicContainer(file, tests);
  }

  private static void check(Snippets snippets, String line) {
    Expected expected = Expected.of(line);
    TestConfig config = TestEngine.of(snippets);
    for (String type : snippets.taskTypes()) {
      config = config.taking(type, Duration.ofSeconds(1));
    }
    check(snippets, expected, config);
    check(snippets, expected, config.coldInEveryRound());
  }

  private static void check(Snippets snippets, Expected expected, TestConfig config) {
    try (TestEngine engine = config.start()) {
      TestRun run =
          engine.start(snippets.workflow(expected.workflow()), expected.arguments().toArray());
      Duration passed = Duration.ZERO;
      for (Expected.Deed deed : expected.deeds()) {
        engine.pass(deed.at().minus(passed));
        passed = deed.at();
        if (deed.signal().isEmpty()) {
          run.cancel();
        } else {
          run.signal(deed.signal(), deed.value());
        }
      }
      switch (expected.end()) {
        case "gives" ->
            assertThat(Expected.tree(run.resultJson())).isEqualTo(Expected.tree(expected.text()));
        case "fails:" -> assertThat(run.failure().reason()).isEqualTo(expected.text());
        default -> {
          engine.runUntilIdle();
          assertThat(run.closing()).isInstanceOf(Event.WorkflowExecutionCanceled.class);
        }
      }
      if (expected.duration() != null) {
        assertThat(run.duration()).isEqualTo(expected.duration());
      }
    }
  }
}
