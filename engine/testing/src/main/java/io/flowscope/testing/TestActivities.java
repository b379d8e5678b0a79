package io.flowscope.testing;

import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.TaskList;
import io.flowscope.spi.Current;
import io.flowscope.spi.Failures;
import io.flowscope.worker.Binding.Implementation;
import io.flowscope.worker.Binding.TaskBinding;
import io.flowscope.worker.JarCatalogue;
import io.flowscope.worker.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Runs activities at once and lets them end when their virtual time is over. */
final class TestActivities {
  private record Running(Instant end, long number, ActivityTask task) {}

  private final TestEngine tester;
  private final JarCatalogue jar;
  private final TestConfig config;
  private final Set<String> lists = new LinkedHashSet<>();
  private final Map<String, String> heartbeats = new HashMap<>();
  private final PriorityQueue<Running> running =
      new PriorityQueue<>(Comparator.comparing(Running::end).thenComparing(Running::number));
  private long taken;

  TestActivities(TestEngine tester, JarCatalogue jar, TestConfig config) {
    this.tester = tester;
    this.jar = jar;
    this.config = config;
    lists.add("fs.test");
    for (TaskBinding task : jar.activities()) {
      if (task.implementation() != null) {
        lists.addAll(jar.chosenLists(task));
      }
    }
  }

  /** Takes all tasks that wait and ends all that are due; whether there was any. */
  boolean work() {
    boolean any = false;
    for (String list : lists) {
      while (take(list)) {
        any = true;
      }
    }
    while (!running.isEmpty() && !running.peek().end().isAfter(tester.instant())) {
      end(running.poll().task());
      any = true;
    }
    return any;
  }

  Optional<Instant> nextEnd() {
    return Optional.ofNullable(running.peek()).map(Running::end);
  }

  private boolean take(String list) {
    TaskList tasks = new TaskList(list);
    Action.CountPendingActivityTasks waiting =
        new Action.CountPendingActivityTasks(TestEngine.DOMAIN, tasks);
    if (tester.now(tester.engine().call(waiting)).count() == 0) {
      return false;
    }
    ActivityTask task =
        tester.ask(new Action.PollForActivityTask(TestEngine.DOMAIN, tasks, "tester"));
    Duration duration =
        config.durations.getOrDefault(
            task.activityId(),
            config.durations.getOrDefault(task.activityType().name(), Duration.ZERO));
    if (duration.equals(TestConfig.NEVER)) {
      answer(task);
      return true;
    }
    running.add(new Running(tester.instant().plus(duration), ++taken, task));
    return true;
  }

  private void end(ActivityTask task) {
    try {
      tester.ask(answer(task));
    } catch (CompletionException e) {
      boolean over =
          e.getCause() instanceof SwfFault fault && fault.type().equals("UnknownResourceFault");
      if (!over) {
        throw e;
      }
    }
  }

  private Action<?> answer(ActivityTask task) {
    Implementation code =
        jar.activity(task.activityType().name(), task.activityType().version())
            .map(TaskBinding::implementation)
            .orElseThrow();
    TestTask context = new TestTask(tester, task, heartbeats);
    try {
      Object[] arguments =
          Values.readArguments(
              task.input() == null ? null : tester.payloads().expand(task.input()),
              code.parameters());
      Object result = Current.withTask(context, () -> call(code, arguments));
      String json = Values.write(result, "result");
      String complaint = tester.payloads().complaint(json, "result");
      return complaint != null
          ? failed(task, new IllegalArgumentException(complaint))
          : new Action.RespondActivityTaskCompleted(
              task.taskToken(), tester.payloads().shorten(json));
    } catch (TaskCanceled e) {
      return new Action.RespondActivityTaskCanceled(task.taskToken(), e.reason());
    } catch (Thrown e) {
      return failed(task, e.getCause());
    } catch (RuntimeException e) {
      return failed(task, e);
    }
  }

  private static Action<?> failed(ActivityTask task, Throwable thrown) {
    String reason = thrown instanceof TaskFailed f ? f.reason() : Failures.reason(thrown);
    return new Action.RespondActivityTaskFailed(task.taskToken(), reason, Failures.details(thrown));
  }

  /** What an implementation threw that cannot go through a Supplier. */
  private static final class Thrown extends RuntimeException {
    Thrown(Throwable cause) {
      super(cause);
    }
  }

  private static Object call(Implementation code, Object[] arguments) {
    try {
      return (Object) code.handle().invokeExact((Object) code.target().get(), arguments);
    } catch (TaskCanceled e) {
      throw e;
    } catch (Throwable e) {
      throw new Thrown(e);
    }
  }
}
