package io.flowscope.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flowscope.Flow;
import io.flowscope.Limit;
import io.flowscope.Policy;
import io.flowscope.Promise;
import io.flowscope.Retry;
import io.flowscope.Stubs;
import io.flowscope.Task;
import io.flowscope.Workflow;
import io.flowscope.WorkflowJar;
import io.flowscope.spi.Limits;
import io.flowscope.spi.Rate;
import io.flowscope.worker.Binding.TaskBinding;
import io.flowscope.worker.Binding.WorkflowBinding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JarCatalogueTest {
  record Video(String name) {}

  interface VideoTasks {
    @Task(
        startToClose = "PT1.2S",
        heartbeat = "PT30S",
        retry = @Retry(attempts = 5, delay = "PT0.5S"),
        limit = @Limit(open = 4, rate = "100/m"),
        priority = 7)
    Promise<Video> encode(Promise<Video> video, Promise<Integer> quality);

    Promise<List<Video>> all(List<? extends Promise<Video>> videos, Map<String, Integer> sizes);

    void plain(Optional<Long> count);

    default Promise<Video> best(Promise<Video> video) {
      return encode(video, Promise.of(100));
    }

    static int helper() {
      return 1;
    }

    @Override
    String toString();
  }

  /** Package-private, and no VideoTasks. */
  static class Ffmpeg {
    private Video encode(Video video, int quality) {
      return new Video(video.name() + quality);
    }

    static List<Video> all(List<Video> videos, Map<String, Integer> sizes) {
      return videos;
    }

    int plain(Optional<Long> count) {
      return 1;
    }

    Video encode(Video video) {
      return video;
    }
  }

  interface Processing {
    Promise<Video> process(String name);
  }

  record ProcessVideo(VideoTasks tasks, Flow flow, Processing child) implements Processing {
    ProcessVideo(Stubs stubs) {
      this(stubs.of(VideoTasks.class), stubs.of(Flow.class), stubs.of(Processing.class));
      tasks.encode(Promise.of(new Video("a")), Promise.of(1)).map(v -> v);
    }

    @Override
    public Promise<Video> process(String name) {
      return tasks.best(Promise.of(new Video(name)));
    }
  }

  private static final WorkflowJar GOOD =
      catalogue -> {
        catalogue.workflow(Processing.class, ProcessVideo::new);
        catalogue.tasks(VideoTasks.class, Ffmpeg::new);
      };

  @Test
  void bindsByNameAndUnwrappedTypes() throws Throwable {
    JarCatalogue catalogue = JarCatalogue.of(GOOD);
    assertThat(catalogue.activities())
        .extracting(TaskBinding::name)
        .containsExactly("VideoTasks.all", "VideoTasks.encode", "VideoTasks.plain");
    TaskBinding encode = catalogue.activity("VideoTasks.encode", "1").orElseThrow();
    assertThat(encode.promised()).isTrue();
    assertThat(encode.resultType()).isEqualTo(Video.class);
    assertThat(encode.parameters()).extracting(Parameter::name).containsExactly("video", "quality");
    Binding.Implementation code = encode.implementation();
    Object[] arguments = {new Video("x"), 3};
    assertThat((Object) code.handle().invokeExact((Object) code.target().get(), arguments))
        .isEqualTo(new Video("x3"));
    TaskBinding all = catalogue.activity("VideoTasks.all", "1").orElseThrow();
    Object[] lists = {List.of(new Video("y")), Map.of()};
    assertThat(
            (Object)
                all.implementation()
                    .handle()
                    .invokeExact((Object) all.implementation().target().get(), lists))
        .isEqualTo(List.of(new Video("y")));
    assertThat(catalogue.bindings(VideoTasks.class).orElseThrow()).hasSize(3);
    assertThat(catalogue.bindings(Flow.class)).isEmpty();
    assertThat(catalogue.warnings()).isEmpty();
  }

  @Test
  void policiesAreWholeSecondsRoundedUp() {
    JarCatalogue catalogue = JarCatalogue.of(GOOD);
    TaskPolicy encode = catalogue.activity("VideoTasks.encode", "1").orElseThrow().policy();
    assertThat(encode.priority()).isEqualTo(7);
    assertThat(encode.startToClose()).isEqualTo(2);
    assertThat(encode.heartbeat()).isEqualTo(30);
    assertThat(encode.retries().attempts()).isEqualTo(5);
    assertThat(encode.retries().delays()).containsExactly(1L);
    assertThat(encode.limits()).isEqualTo(new Limits(4, new Rate(100, Duration.ofMinutes(1))));
    TaskPolicy all = catalogue.activity("VideoTasks.all", "1").orElseThrow().policy();
    assertThat(all).isEqualTo(TaskPolicy.of(null));
    assertThat(all.startToClose()).isEqualTo(3_600);
    assertThat(all.scheduleToStart()).isNull();
    assertThat(all.retries().attempts()).isEqualTo(3);
    assertThat(all.limits()).isEqualTo(Limits.NONE);
  }

  @Test
  void theWorkerKnowsWhatStubsChange() {
    Policy fast = Policy.override().taskList("gpu").heartbeat(Duration.ofSeconds(5));
    JarCatalogue catalogue =
        JarCatalogue.of(
            jar -> {
              jar.tasks(VideoTasks.class, Ffmpeg::new);
              jar.workflow(
                  Counting.class,
                  stubs -> {
                    VideoTasks video = stubs.of(VideoTasks.class, fast);
                    return video::plain;
                  });
            });
    TaskBinding encode = catalogue.activity("VideoTasks.encode", "1").orElseThrow();
    TaskBinding all = catalogue.activity("VideoTasks.all", "1").orElseThrow();
    assertThat(catalogue.chosenLists(encode)).containsExactly("gpu");
    assertThat(catalogue.heartbeat(encode)).as("the shorter one of 30 s and 5 s").isEqualTo(5);
    assertThat(catalogue.heartbeat(all)).isEqualTo(5);
    assertThat(Worker.activityLists(catalogue)).containsExactly("fs.VideoTasks", "gpu");
    assertThat(encode.policy().taskList()).isNull();
    assertThat(catalogue.bindingsInRun(VideoTasks.class, fast)).isPresent();
    Policy other = Policy.override().taskList("elsewhere");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> catalogue.bindingsInRun(VideoTasks.class, other))
        .withMessageContaining("names a task list or a heartbeat that the worker does not know");
  }

  @Workflow(name = "Counting")
  interface Counting {
    void run(Optional<Long> count);
  }

  @Test
  void aWorkflowIsNamedLikeItsClassUnlessAnnotated() {
    WorkflowBinding workflow = JarCatalogue.of(GOOD).workflows().getFirst();
    assertThat(workflow.name()).isEqualTo("ProcessVideo");
    assertThat(workflow.policy().executionStartToClose()).isEqualTo(30L * 24 * 3_600);
    assertThat(workflow.policy().decisionStartToClose()).isEqualTo(30);
    WorkflowBinding named =
        JarCatalogue.of(c -> c.workflow(Named.class, stubs -> n -> Promise.of(n)))
            .workflows()
            .getFirst();
    assertThat(named.name()).isEqualTo("Echo");
    assertThat(named.version()).isEqualTo("2");
    assertThat(named.policy().tags()).containsExactly("a", "b");
  }

  @Workflow(
      name = "Echo",
      version = "2",
      tags = {"a", "b"})
  interface Named {
    Promise<Integer> run(int n);
  }

  @Workflow(name = "Shared", taskList = "shared")
  interface Shared {
    Promise<Integer> run(int n);
  }

  @Workflow(taskList = "films")
  interface Nameless {
    Promise<Integer> run(int n);
  }

  @Test
  void theWorkerServesTheListsOnWhichItsWorkflowsAreStarted() {
    Policy fast = Policy.override().taskList("fast");
    JarCatalogue own =
        JarCatalogue.of(
            jar -> {
              jar.workflow(Shared.class, stubs -> n -> Promise.of(n));
              jar.workflow(
                  Counting.class,
                  stubs -> {
                    Shared shared = stubs.of(Shared.class, fast);
                    return count -> shared.run(1);
                  });
            });
    assertThat(Worker.workflowLists(own))
        .containsExactly("fs.Shared", "fast", "shared", "fs.Counting");
    assertThat(own.bindingsInRun(Shared.class, fast)).isPresent();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> own.bindingsInRun(Shared.class, Policy.override().taskList("other")))
        .withMessageContaining("names a task list or a heartbeat that the worker does not know");
    JarCatalogue caller =
        JarCatalogue.of(
            jar -> {
              jar.workflow(Shared.class);
              jar.workflow(
                  Counting.class,
                  stubs -> {
                    Shared shared = stubs.of(Shared.class, fast);
                    return count -> shared.run(1);
                  });
            });
    assertThat(Worker.workflowLists(caller)).containsExactly("fs.Counting");
    assertThat(caller.workflows()).extracting(WorkflowBinding::name).containsExactly("Counting");
    assertThat(caller.workflow("Shared", "1")).as("what it cannot decide").isEmpty();
    assertThat(caller.bindingsInRun(Shared.class, Policy.override().taskList("other")))
        .as("workers elsewhere may serve any list")
        .isPresent();
    assertThat(Description.of(caller).path("elsewhere").toString())
        .contains("\"name\":\"Shared\"", "\"taskList\":\"shared\"");
  }

  @Test
  void aWorkflowOfAnotherJarNeedsItsNameAndItsList() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JarCatalogue.of(jar -> jar.workflow(Nameless.class)))
        .withMessage(
            "Nameless has no implementation in this jar, so it needs its name and the task list of"
                + " the workers that have one: @Workflow(name = \"…\", taskList = \"…\") on"
                + " Nameless.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JarCatalogue.of(jar -> jar.workflow(Counting.class)))
        .withMessageContaining("so it needs its name and the task list");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                JarCatalogue.of(
                    jar -> {
                      jar.workflow(Shared.class);
                      jar.workflow(Shared.class, stubs -> n -> Promise.of(n));
                    }))
        .withMessageContaining("Shared is in the catalogue twice");
  }

  // --- complaints

  interface Typed {
    <T> Promise<T> any(T value);
  }

  interface Varied {
    Promise<Integer> sum(int... numbers);
  }

  interface Wild {
    Promise<Integer> size(List<?> list);
  }

  interface Lower {
    Promise<Integer> size(List<? super Integer> list);
  }

  @SuppressWarnings("rawtypes")
  interface Raw {
    Promise size(int n);
  }

  interface Twice {
    Promise<Integer> run(int n);

    Promise<Integer> run(String s);
  }

  interface TwiceNamed {
    Promise<Integer> run(int n);

    @Task(name = "Other")
    Promise<Integer> run(String s);
  }

  static class Runner {
    int run(int n) {
      return n;
    }

    int run(String s) {
      return 0;
    }

    int run(List<Integer> list) {
      return 0;
    }
  }

  interface Missing {
    Promise<Integer> run(Promise<Double> d);

    Promise<Integer> walk();
  }

  interface Returns {
    Promise<List<String>> run(int n);
  }

  interface Bad {
    @Task(startToClose = "5 minutes", retry = @Retry(attempts = -1))
    Promise<Integer> run(int n);
  }

  interface BadName {
    @Task(name = "a:b")
    Promise<Integer> run(int n);
  }

  interface Empty {}

  interface One {
    Promise<Integer> run(int n);
  }

  @Test
  void signaturesThatCannotTravelAreRefused() {
    complains(Typed.class, "Typed.any(T) uses the type variable T.");
    complains(Varied.class, "Varied.sum(int[]) takes varargs. Take a List instead.");
    complains(Wild.class, "Wild.size(List<?>) uses the wildcard ?. Only '? extends X' is allowed.");
    complains(Lower.class, "Lower.size(List<? super Integer>) uses the wildcard ? super Integer.");
    complains(Raw.class, "Raw.size(int) uses Promise without a type argument.");
    complains(Empty.class, "Empty has no abstract method.");
    complains(Runner.class, "Runner is not an interface.");
    complains(BadName.class, "'a:b' must not be 'arn' nor hold ':', '/', '|'");
    complains(
        Bad.class,
        "Bad.run(int): @Task: retry.attempts must be 1 or more, but is -1.",
        "Bad.run(int): @Task: startToClose = \"5 minutes\" is not a duration");
  }

  @Test
  void oneTaskPerName() {
    complains(
        Twice.class,
        "would both be the task 'Twice.run'. Give one of them another name with @Task(name).");
    assertThat(
            JarCatalogue.of(c -> c.tasks(TwiceNamed.class, Runner::new)).activities().stream()
                .map(TaskBinding::name))
        .containsExactly("TwiceNamed.run", "Other");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                JarCatalogue.of(
                    c -> c.tasks(One.class, Runner::new), c -> c.tasks(One.class, Runner::new)))
        .withMessage("One is in the catalogue twice. Name each interface once.");
  }

  @Test
  void whatWasLookedForIsNamed() {
    complains(
        Missing.class,
        "Missing.run(Promise<Double>): looked for a method run(Double) in "
            + Runner.class.getName()
            + ", which has run(List<Integer>), run(String), run(int).",
        "Missing.walk(): looked for a method walk() in "
            + Runner.class.getName()
            + ", which has no method of that name.");
    complains(
        Returns.class, "Returns.run(int) gives List<String>, but Runner.run(int) returns Integer.");
  }

  @Test
  void tasksWithoutImplementationNeedAList() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JarCatalogue.of(c -> c.tasks(One.class)))
        .withMessageContaining("needs the task list of the workers that have one");
    assertThat(JarCatalogue.of(c -> c.tasks(Elsewhere.class)).activities().getFirst())
        .satisfies(task -> assertThat(task.implementation()).isNull())
        .satisfies(task -> assertThat(task.policy().taskList()).isEqualTo("gpu"));
  }

  interface Elsewhere {
    @Task(taskList = "gpu")
    Promise<Integer> run(int n);
  }

  @Test
  void workflowsAreCheckedToo() {
    refused(
        c -> c.workflow(TwiceNamed.class, stubs -> null),
        "TwiceNamed has 2 abstract methods [run, run]; a workflow's interface has exactly one.");
    refused(c -> c.workflow(One.class, stubs -> null), "One: its workflow is null.");
    refused(
        c -> c.workflow(One.class, stubs -> n -> Promise.of(n)),
        "made by a lambda or an anonymous");
    refused(
        c -> c.workflow(One.class, stubs -> stubs.of(Returns.class) == null ? null : null),
        "stubs.of(Returns.class): the catalogue knows no tasks or workflow of Returns.");
    refused(
        c -> c.workflow(One.class, WaitingInConstructor::new),
        "waits for a value in its constructor");
    refused(c -> {}, "The catalogue is empty");
    refused(
        c ->
            c.tasks(
                One.class,
                () -> {
                  throw new IllegalStateException("no database");
                }),
        "One: its implementation could not be made: java.lang.IllegalStateException: no database");
  }

  record WaitingInConstructor(Integer value) implements One {
    WaitingInConstructor(Stubs stubs) {
      this(stubs.of(One.class).run(1).get());
    }

    @Override
    public Promise<Integer> run(int n) {
      return Promise.of(n);
    }
  }

  private static void complains(Class<?> type, String... sentences) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JarCatalogue.of(c -> c.tasks(type, Runner::new)))
        .satisfies(e -> assertThat(e.getMessage()).contains(sentences));
  }

  private static void refused(WorkflowJar jar, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JarCatalogue.of(jar))
        .withMessageContaining(sentence);
  }
}
