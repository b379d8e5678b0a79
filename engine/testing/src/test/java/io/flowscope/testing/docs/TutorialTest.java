package io.flowscope.testing.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.WorkflowJar;
import io.flowscope.testing.TestEngine;
import io.flowscope.testing.docs.Markdown.Block;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tutorial's files and changes, compiled and tested step by step; what its mistakes say. Its
 * commands are run by the server's test of the same name.
 */
class TutorialTest {
  private static final Path PROJECT = Path.of("../../server/src/main/resources/author/project");

  @TempDir Path temp;

  private final Map<String, String> files = new LinkedHashMap<>();
  private final AtomicInteger builds = new AtomicInteger();

  @Test
  void every_step_is_as_the_page_says() throws Exception {
    int tests = 0;
    int messages = 0;
    Map<String, String> wrong = files;
    for (Block block : Markdown.page("TUTORIAL.md").blocks()) {
      String[] info = block.kind().split("=", 2);
      switch (block.language() + " " + info[0]) {
        case "java file" -> {
          assertThat(Files.readString(PROJECT.resolve(info[1])))
              .as("what `new` gives as " + info[1])
              .isEqualTo(block.text());
          files.put(info[1], block.text());
        }
        case "diff file" -> {
          files.put(info[1], Diff.applied(files.get(info[1]), block.text()));
          wrong = files;
        }
        case "diff mistake" -> {
          wrong = new LinkedHashMap<>(files);
          wrong.put(info[1], Diff.applied(files.get(info[1]), block.text()));
        }
        case "sh " -> {
          if (block.text().contains("mvn")) {
            tests += runTests();
          }
        }
        case "text javac" -> {
          assertThat(build(wrong).complaints()).first().isEqualTo(block.text().strip());
          messages++;
        }
        case "text message", "text failure" -> {
          Build build = build(wrong);
          assertThat(build.complaints()).isEmpty();
          assertThat(message(build, info[0].equals("failure"))).isEqualTo(block.text().strip());
          messages++;
        }
        case "text output" -> {}
        default -> throw new AssertionError("Line " + block.line() + ": nothing tests this block");
      }
    }
    assertThat(tests).isEqualTo(6);
    assertThat(messages).isEqualTo(4);
  }

  private record Build(Path classes, List<String> complaints) {
    Object make(String type) throws ReflectiveOperationException {
      Constructor<?> constructor =
          Class.forName(type, true, Sources.load(classes)).getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    }
  }

  private Build build(Map<String, String> of) throws IOException {
    Sources sources = new Sources();
    of.forEach(
        (path, text) ->
            sources.with(
                path.replaceFirst("^src/(main|test)/java/", ""),
                // The agency's slowness is for people who watch.
                text.replace("Thread.sleep(1_000)", "Thread.sleep(0)")));
    Path classes = Files.createDirectory(temp.resolve("build-" + builds.incrementAndGet()));
    return new Build(classes, sources.compile(classes));
  }

  private int runTests() throws Exception {
    Build build = build(files);
    assertThat(build.complaints()).isEmpty();
    Object test = build.make("trip.PlanTripTest");
    int run = 0;
    for (Method method : test.getClass().getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)) {
        method.setAccessible(true);
        try {
          method.invoke(test);
        } catch (InvocationTargetException e) {
          throw new AssertionError(method.getName() + " fails", e.getCause());
        }
        run++;
      }
    }
    return run;
  }

  private static String message(Build build, boolean ofRun) throws Exception {
    WorkflowJar jar = (WorkflowJar) build.make("trip.TripJar");
    try (TestEngine engine = TestEngine.of(jar).start()) {
      assertThat(ofRun).as("The jar fits together").isTrue();
      return engine.start("PlanTrip", "Lisbon").failure().reason();
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
