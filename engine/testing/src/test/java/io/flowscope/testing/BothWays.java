package io.flowscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Flow;
import io.flowscope.Promise;
import io.flowscope.Retry;
import io.flowscope.Task;
import io.flowscope.TaskCanceled;
import io.flowscope.TaskContext;
import io.flowscope.Workflow;
import io.flowscope.WorkflowJar;
import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.view.RoundRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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

    @Task(retry = @Retry(on = "*", delay = "PT4S"))
    Promise<Integer> flaky(int failures);

    @Task(startToClose = "PT10S", retry = @Retry(attempts = 2))
    Promise<Integer> slow(int n);

    int plain(int n);

    Promise<List<Integer>> upTo(int n);

    @Task(startToClose = "PT1M")
    Promise<String> slowFail(String why);

    Promise<String> join(List<Promise<String>> all);

    Promise<String> beats();

    Promise<String> look(Deep deep);

    Promise<Declared> same(Promise<Declared> declared);
  }

  /** Promises at any depth of an argument. */
  public record Deep(
      Promise<Integer> record,
      List<Promise<Integer>> list,
      Map<String, Promise<Integer>> map,
      Optional<Promise<Integer>> optional,
      Promise<Integer>[] array,
      Set<List<Promise<Integer>>> sets) {}

  /** Either shape. */
  public sealed interface Shape {}

  /** One shape. */
  public record Circle(int radius) implements Shape {}

  /** The other. */
  public record Square(int side) implements Shape {}

  /** What comes back as it was declared. */
  public record Declared(
      Set<Integer> set,
      Instant instant,
      UUID uuid,
      byte[] bytes,
      Thread.State state,
      Map<Integer, List<Shape>> shapes,
      Optional<Duration> duration) {}

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

    public List<Integer> upTo(int n) {
      return IntStream.rangeClosed(1, n).boxed().toList();
    }

    public String slowFail(String why) {
      throw new IllegalStateException(why);
    }

    public String join(List<String> all) {
      return String.join("", all);
    }

    /** Stops when its heartbeat says so. */
    public String beats() {
      TaskContext context = TaskContext.current();
      if (!context.heartbeat("half")) {
        throw new TaskCanceled(context.activityId(), "stopped", null);
      }
      return "whole";
    }

    public String look(Deep deep) {
      return ""
          + deep.record().get()
          + values(deep.list())
          + deep.map().get("a").get()
          + deep.optional().orElseThrow().get()
          + values(List.of(deep.array()))
          + values(deep.sets().iterator().next());
    }

    private static List<Integer> values(List<Promise<Integer>> promises) {
      return promises.stream().map(Promise::get).toList();
    }

    public Declared same(Declared declared) {
      return declared;
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

  /** A task of one version. */
  public interface Versioned {
    Promise<Integer> same(int n);
  }

  /** Only its version differs. */
  public static final class Later {
    private Later() {}

    /** The same task, one version later. */
    public interface Versioned {
      @Task(version = "2")
      Promise<Integer> same(int n);
    }
  }

  /** Either version's implementation. */
  public static final class Same {
    public int same(int n) {
      return n;
    }
  }

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
