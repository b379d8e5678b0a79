package io.flowscope.worker;

import io.flowscope.engine.Backend;
import io.flowscope.swf.AwsBackend;
import io.flowscope.swf.AwsConnection;
import io.flowscope.swf.HttpBackend;
import io.flowscope.worker.Binding.TaskBinding;
import io.flowscope.worker.Binding.WorkflowBinding;
import io.flowscope.worker.replay.Decider;
import io.flowscope.worker.replay.DeciderConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** The modes {@code work} and {@code remote}: polls until standard input closes. */
final class Worker {
  private Worker() {}

  /** Works for the server that started this process. */
  static void run(WorkerConfig config, StandardInput input) {
    AwsConnection server = config.connection();
    work(
        config,
        new HttpBackend(
            Objects.requireNonNull(server.endpoint()),
            Objects.requireNonNull(server.region()),
            Objects.requireNonNull(server.credentials()),
            InstantSource.system()),
        input,
        false);
  }

  /** Works for Amazon SWF, or another endpoint, in the name of this machine's user. */
  static void runRemote(WorkerConfig config, StandardInput input) {
    // It may finish what it has: whoever started it ends, and no other gets these tasks at once.
    work(config, new AwsBackend(config.connection()), input, true);
  }

  /** Never returns by itself; later lines of input may name other default lists. */
  private static void work(
      WorkerConfig config, Backend backend, StandardInput input, boolean mayOutliveItsStarter) {
    JarCatalogue catalogue = JarLoader.load(config.jar());
    ActivityWorker activities =
        new ActivityWorker(
            backend,
            config.domain(),
            config.identity(),
            catalogue,
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
                    .withUsualHeartbeat(config.heartbeatSeconds())),
            config.parallelDeciders(),
            new Random());
    Drain drain = new Drain(activities, decisions);
    drain.onSignal();
    if (mayOutliveItsStarter) {
      input.whenClosed(drain::run);
    }
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
        .map(WorkflowBinding::name)
        .map(name -> "fs." + name)
        .distinct()
        .toList();
  }
}
