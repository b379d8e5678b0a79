package io.flowscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Flow;
import io.flowscope.Promise;
import io.flowscope.Task;
import io.flowscope.Workflow;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.view.RoundRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Runs a program warm, and cold in every round: both must give the same history. */
final class BothWays {
  /** The tasks of the tests. */
  public interface Tasks {
    Promise<Integer> number(int n);

    Promise<Integer> square(Promise<Integer> n);

    Promise<Integer> add(Promise<Integer> a, Promise<Integer> b);

    Promise<Integer> sum(List<Promise<Integer>> all);

    Promise<String> fail(String why);

    Promise<String> echo(Promise<String> text);

    @Task(attempts = 3, retryFailures = true, retryDelay = "PT4S")
    Promise<Integer> flaky(int failures);

    @Task(startToClose = "PT10S", attempts = 2)
    Promise<Integer> slow(int n);

    int plain(int n);
  }

  /** Their implementation. */
  public static final class Work {
    private int tries;

    public int number(int n) {
      return n;
    }

    public int square(int n) {
      return n * n;
    }

    public int add(int a, int b) {
      return a + b;
    }

    public int sum(List<Integer> all) {
      return all.stream().mapToInt(i -> i).sum();
    }

    public String fail(String why) {
      throw new IllegalStateException(why);
    }

    public String echo(String text) {
      return text;
    }

    public int flaky(int failures) {
      if (tries++ < failures) {
        throw new IllegalStateException("try " + tries);
      }
      return tries;
    }

    public int slow(int n) {
      return n;
    }

    public int plain(int n) {
      return n + 1;
    }
  }

  /** The interface of every program. */
  public interface Program {
    Promise<Object> run(String input);
  }

  /** A child's interface. */
  public interface Helper {
    Promise<Integer> help(Promise<Integer> n);
  }

  /** A child. */
  public static final class Child implements Helper {
    private final Tasks tasks;

    Child(Tasks tasks) {
      this.tasks = tasks;
    }

    @Override
    public Promise<Integer> help(Promise<Integer> n) {
      if (n.get() < 0) {
        throw new IllegalArgumentException("negative");
      }
      return tasks.square(n);
    }
  }

  /** What a program is given. */
  record World(Tasks tasks, Flow flow, Helper helper, String input) {}

  /** The code under test. */
  interface Script {
    Object run(World world);
  }

  /** Runs the script. */
  public static class Scripted implements Program {
    final World world;
    final Script script;

    Scripted(World world, Script script) {
      this.world = world;
      this.script = script;
    }

    @Override
    public Promise<Object> run(String input) {
      Object result = script.run(new World(world.tasks(), world.flow(), world.helper(), input));
      return result instanceof Promise<?> promise ? promise.map(x -> x) : Promise.of(result);
    }
  }

  /** One that waits for its tasks. */
  @Workflow(name = "Scripted", onClose = Workflow.OnClose.WAIT)
  public static final class Waiting extends Scripted {
    Waiting(World world, Script script) {
      super(world, script);
    }
  }

  /** One that cancels its tasks. */
  @Workflow(name = "Scripted", onClose = Workflow.OnClose.CANCEL)
  public static final class Canceling extends Scripted {
    Canceling(World world, Script script) {
      super(world, script);
    }
  }

  /** One that is not canceled. */
  @Workflow(name = "Scripted", cancel = Workflow.OnCancel.IGNORE)
  public static final class Ignoring extends Scripted {
    Ignoring(World world, Script script) {
      super(world, script);
    }
  }

  private interface Make {
    Scripted of(World world, Script script);
  }

  private static final Pattern RUN = Pattern.compile(",?\"run\":\\{[^}]*\\}");

  private Make make = Scripted::new;
  private UnaryOperator<TestConfig> config = c -> c;
  private final Script script;

  private BothWays(Script script) {
    this.script = script;
  }

  static BothWays of(Script script) {
    return new BothWays(script);
  }

  BothWays with(UnaryOperator<TestConfig> change) {
    UnaryOperator<TestConfig> before = config;
    config = c -> change.apply(before.apply(c));
    return this;
  }

  BothWays waiting() {
    make = Waiting::new;
    return this;
  }

  BothWays canceling() {
    make = Canceling::new;
    return this;
  }

  BothWays ignoringCancel() {
    make = Ignoring::new;
    return this;
  }

  static WorkflowJar jar(Script script) {
    return jar(script, Scripted::new);
  }

  private static WorkflowJar jar(Script script, Make make) {
    return catalogue -> {
      catalogue.tasks(Tasks.class, Work::new);
      catalogue.workflow(Helper.class, stubs -> new Child(stubs.of(Tasks.class)));
      catalogue.workflow(
          Program.class,
          stubs ->
              make.of(
                  new World(
                      stubs.of(Tasks.class), stubs.of(Flow.class), stubs.of(Helper.class), ""),
                  script));
    };
  }

  /** Runs until nothing happens any more, both ways, and checks each. */
  void run(Consumer<TestRun> check) {
    story((engine, run) -> engine.runUntilIdle(), check);
  }

  /** Completes with this result as JSON, both ways. */
  void gives(String json) {
    run(run -> assertThat(run.resultJson()).isEqualTo(json));
  }

  /** What the tester does while the program runs. */
  interface Story {
    void tell(TestEngine engine, TestRun run);
  }

  void story(Story story, Consumer<TestRun> check) {
    List<List<String>> histories = new ArrayList<>();
    for (boolean cold : new boolean[] {false, true}) {
      TestConfig start = config.apply(TestEngine.of(jar(script, make)).cold(cold));
      try (TestEngine engine = start.start()) {
        TestRun run = engine.start("Scripted", "in");
        story.tell(engine, run);
        check.accept(run);
        histories.add(plain(run));
      } catch (Throwable e) {
        throw new AssertionError(cold ? "cold in every round" : "warm", e);
      }
    }
    assertThat(histories.get(1)).as("cold decides what warm decides").isEqualTo(histories.get(0));
  }

  /** The history without what may differ: how rounds were computed and which list they came by. */
  static List<String> plain(TestRun run) {
    List<String> lines = new ArrayList<>();
    for (HistoryEvent event : run.history()) {
      String line =
          switch (event.event()) {
            case Event.DecisionTaskScheduled e -> e.eventType();
            case Event.DecisionTaskCompleted e ->
                e.eventType() + " " + withoutRun(e.executionContext());
            case Event.MarkerRecorded e when e.markerName().equals(RoundRecord.MARKER) ->
                e.eventType() + " " + withoutRun(e.details());
            case Event e -> e.toString();
          };
      lines.add(event.eventId() + " " + event.eventTimestamp() + " " + line);
    }
    return lines;
  }

  /** A round's record without how it was computed: that may come anywhere in the text. */
  private static String withoutRun(String context) {
    return RUN.matcher(context).replaceFirst("");
  }
}
