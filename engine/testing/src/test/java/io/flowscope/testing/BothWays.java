package io.flowscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Flow;
import io.flowscope.Promise;
import io.flowscope.Workflow;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.view.RoundRecord;
import io.flowscope.testing.Programs.Child;
import io.flowscope.testing.Programs.Helper;
import io.flowscope.testing.Programs.Later;
import io.flowscope.testing.Programs.Program;
import io.flowscope.testing.Programs.Same;
import io.flowscope.testing.Programs.Tasks;
import io.flowscope.testing.Programs.Versioned;
import io.flowscope.testing.Programs.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Runs a program warm, and cold in every round: both must give the same history. */
final class BothWays {
  /** What a program is given. */
  record World(
      Tasks tasks,
      Flow flow,
      Helper helper,
      Versioned first,
      Later.Versioned second,
      String input) {}

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
      Object result =
          script.run(
              new World(
                  world.tasks(),
                  world.flow(),
                  world.helper(),
                  world.first(),
                  world.second(),
                  input));
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

  /**
   * What speaks to the engines: the property names a class that makes it of them. None: calls in
   * this process.
   */
  private static final UnaryOperator<Backend> REACH =
      reach(System.getProperty("flowscope.testing.reach", ""));

  private Make make = Scripted::new;
  private UnaryOperator<TestConfig> config = c -> c;
  private final Function<Make, WorkflowJar> jar;
  private final String workflow;
  private final Object[] arguments;

  private BothWays(Function<Make, WorkflowJar> jar, String workflow, Object... arguments) {
    this.jar = jar;
    this.workflow = workflow;
    this.arguments = arguments;
  }

  @SuppressWarnings("unchecked") // whoever names the class knows what it is
  private static UnaryOperator<Backend> reach(String name) {
    if (name.isEmpty()) {
      return UnaryOperator.identity();
    }
    try {
      return (UnaryOperator<Backend>) Class.forName(name).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("No tests can run through " + name, e);
    }
  }

  static BothWays of(Script script) {
    return new BothWays(make -> jar(script, make), "Scripted", "in");
  }

  /** A workflow of a jar with tasks of its own. */
  static BothWays of(WorkflowJar jar, String workflow, Object... arguments) {
    return new BothWays(make -> jar, workflow, arguments);
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

  /** An engine for this script alone, reached as all tests of this run reach theirs. */
  static TestConfig config(Script script) {
    return configOf(jar(script, Scripted::new));
  }

  static TestConfig configOf(WorkflowJar jar) {
    return TestEngine.of(jar).through(REACH);
  }

  private static WorkflowJar jar(Script script, Make make) {
    return catalogue -> {
      catalogue.tasks(Tasks.class, Work::new);
      catalogue.tasks(Versioned.class, Same::new);
      catalogue.tasks(Later.Versioned.class, Same::new);
      catalogue.workflow(Helper.class, stubs -> new Child(stubs.of(Tasks.class)));
      catalogue.workflow(
          Program.class,
          stubs ->
              make.of(
                  new World(
                      stubs.of(Tasks.class),
                      stubs.of(Flow.class),
                      stubs.of(Helper.class),
                      stubs.of(Versioned.class),
                      stubs.of(Later.Versioned.class),
                      ""),
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
      TestConfig start = config.apply(configOf(jar.apply(make)).cold(cold));
      try (TestEngine engine = start.start()) {
        TestRun run = engine.start(workflow, arguments);
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
