package io.flowscope.worker;

import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.payload.FilePayloads;
import io.flowscope.engine.payload.PayloadStore;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.engine.wire.Wire;
import io.flowscope.swf.AwsBackend;
import io.flowscope.swf.AwsConnection;
import io.flowscope.swf.Credentials;
import io.flowscope.swf.HttpBackend;
import io.flowscope.swf.HttpPayloads;
import io.flowscope.worker.Binding.TaskBinding;
import io.flowscope.worker.replay.Decider;
import io.flowscope.worker.replay.DeciderConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The modes {@code work} and {@code remote}: polls until standard input closes. */
final class Worker {
  private Worker() {}

  /** After that a decision is given up; SWF hands it out again. */
  private static final Duration DECISIONS_WAIT = Duration.ofSeconds(20);

  /** What a task has done is not thrown away for a server that starts anew. */
  private static final Duration TASKS_WAIT = Duration.ofMinutes(10);

  /**
   * Does once what the first poll does with its call and its answer, whose classes take the longest
   * to come up: a process may be started before its configuration is there.
   */
  static void comeUp() {
    Action.PollForDecisionTask poll =
        new Action.PollForDecisionTask("d", new TaskList("l"), "w", null, null, null, null);
    DecisionTask empty =
        Wire.decodeAnswer(
            "{\"startedEventId\":0,\"previousStartedEventId\":0}", DecisionTask.class);
    if (Wire.encode(poll).isEmpty() || empty.startedEventId() != 0) {
      throw new IllegalStateException("The codec of this worker does not work.");
    }
  }

  /** Works for the server that started this process. */
  static void run(WorkerConfig config, StandardInput input) {
    AwsConnection server = config.connection();
    URI endpoint = Objects.requireNonNull(server.endpoint());
    String region = Objects.requireNonNull(server.region());
    Credentials key = Objects.requireNonNull(server.credentials());
    work(
        config,
        new HttpBackend(endpoint, region, key, InstantSource.system()),
        new HttpPayloads(endpoint, region, () -> key, config.domain(), InstantSource.system()),
        input,
        false);
  }

  /** Works for Amazon SWF, or another endpoint, in the name of this machine's user. */
  static void runRemote(WorkerConfig config, StandardInput input) {
    // It may finish what it has: whoever started it ends, and no other gets these tasks at once.
    work(config, new AwsBackend(config.connection()), remotePayloads(config), input, true);
  }

  /** Amazon SWF keeps no large values: whoever starts the worker says where they are. */
  private static @Nullable PayloadStore remotePayloads(WorkerConfig config) {
    String where = config.payloads();
    if (where == null) {
      return null;
    }
    if (where.startsWith("http://") || where.startsWith("https://")) {
      return new HttpPayloads(
          URI.create(where),
          Objects.requireNonNullElse(config.connection().region(), "local"),
          AwsBackend.keys(config.connection()),
          config.domain(),
          InstantSource.system());
    }
    return new FilePayloads(
        FilePayloads.folder(Path.of(where), config.domain()), true, InstantSource.system());
  }

  private static Payloads payloads(
      @Nullable PayloadStore store, WorkerConfig config, Duration patience) {
    return store == null
        ? Payloads.none()
        : Payloads.in(new PatientPayloads(store, patience, new Random()), config.valueCap());
  }

  /** Never returns by itself; later lines of input may name other default lists. */
  private static void work(
      WorkerConfig config,
      Backend backend,
      @Nullable PayloadStore store,
      StandardInput input,
      boolean mayOutliveItsStarter) {
    JarCatalogue catalogue = JarLoader.load(config.jar());
    ActivityWorker activities =
        new ActivityWorker(
            backend,
            config.domain(),
            config.identity(),
            catalogue,
            payloads(store, config, TASKS_WAIT),
            config.slots(),
            new Random(),
            config.heartbeatSeconds());
    DecisionWorker decisions =
        new DecisionWorker(
            backend,
            config.domain(),
            new Decider(
                catalogue,
                DeciderConfig.of(config.identity(), config.jarList(), config.identity())
                    .withUsualHeartbeat(config.heartbeatSeconds())
                    .withFailed(config.failed()),
                payloads(store, config, DECISIONS_WAIT)),
            config.parallelDeciders(),
            new Random());
    Drain drain = new Drain(activities, decisions);
    drain.onSignal();
    if (mayOutliveItsStarter) {
      input.whenClosed(drain::run);
    }
    ThreadLimit.start(config.threads());
    new Watchdog(config.decisionLimitMillis(), System.nanoTime(), Watchdog::endProcess)
        .start(decisions.decider()::running);
    decisions.serve(config.identity(), config.jarList());
    activities.serve(config.jarList());
    List<String> lists = config.lists();
    if (lists == null) {
      lists = config.current() ? all(catalogue) : List.of();
    }
    while (true) {
      decisions.serveDefaults(known(lists, workflowLists(catalogue)));
      activities.serveDefaults(known(lists, activityLists(catalogue)));
      lists =
          Objects.requireNonNullElse(WorkerConfig.lists(WorkerConfig.parse(input.line())), lists);
    }
  }

  private static List<String> known(List<String> wanted, List<String> offered) {
    return offered.stream().filter(wanted::contains).toList();
  }

  private static List<String> all(JarCatalogue catalogue) {
    return Stream.concat(activityLists(catalogue).stream(), workflowLists(catalogue).stream())
        .toList();
  }

  /** The lists to which tasks go that nobody sent elsewhere, and those that their authors chose. */
  static List<String> activityLists(JarCatalogue catalogue) {
    return catalogue.activities().stream()
        .filter(task -> task.implementation() != null)
        .flatMap(task -> lists(catalogue, task))
        .distinct()
        .toList();
  }

  private static Stream<String> lists(JarCatalogue catalogue, TaskBinding task) {
    Stream<String> chosen = catalogue.chosenLists(task).stream();
    return task.policy().taskList() != null
        ? chosen
        : Stream.concat(Stream.of("fs." + task.type().getSimpleName()), chosen);
  }

  static List<String> workflowLists(JarCatalogue catalogue) {
    return catalogue.workflows().stream()
        .flatMap(
            workflow ->
                Stream.concat(
                    Stream.of("fs." + workflow.name()), catalogue.chosenLists(workflow).stream()))
        .distinct()
        .toList();
  }
}
