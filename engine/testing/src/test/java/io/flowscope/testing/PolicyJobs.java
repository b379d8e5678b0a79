package io.flowscope.testing;

import static io.flowscope.testing.Histories.seconds;

import io.flowscope.Flow;
import io.flowscope.Promise;
import io.flowscope.Retry;
import io.flowscope.Stubs;
import io.flowscope.Task;
import io.flowscope.TaskContext;
import io.flowscope.TaskFailed;
import io.flowscope.Workflow;
import io.flowscope.WorkflowJar;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the tests of policies call: tasks, a child and a workflow that runs a body. */
final class PolicyJobs {
  /** Tasks with policies. */
  public interface Jobs {
    @Task(
        retry =
            @Retry(
                on = "IOException",
                delay = {"PT1S", "PT5S", "PT30S"}))
    Promise<Integer> listed(String failure, int failures);

    @Task(
        retry =
            @Retry(
                attempts = 7,
                on = "*",
                never = {"IllegalArgumentException", "HEARTBEAT"},
                delay = "PT10S",
                maxDelay = "PT1M"))
    Promise<Integer> growing(String failure, int failures);

    @Task(retry = @Retry(attempts = 4, on = "OUT_OF", delay = "PT100S", factor = 1, jitter = 0.5))
    Promise<Integer> random(String failure, int failures);

    @Task(idempotent = true)
    Promise<Integer> once(int a, Promise<Integer> b);

    @Task(
        startToClose = "PT10S",
        scheduleToStart = "PT5S",
        scheduleToClose = "PT12S",
        heartbeat = "PT3S",
        priority = 4,
        retry = @Retry(never = {"START_TO_CLOSE", "SCHEDULE_TO_CLOSE"}))
    Promise<Integer> parts(int all);

    Promise<Integer> plain(int n);
  }

  /** Their implementation. */
  public static final class Work {
    private final List<String> calls = new ArrayList<>();
    private int done;

    public int listed(String failure, int failures) throws IOException {
      return tried(failure, failures);
    }

    public int growing(String failure, int failures) throws IOException {
      return tried(failure, failures);
    }

    public int random(String failure, int failures) throws IOException {
      return tried(failure, failures);
    }

    private static int tried(String failure, int failures) throws IOException {
      int attempt = TaskContext.current().attempt();
      if (attempt <= failures) {
        switch (failure) {
          case "io" -> throw new IOException("attempt " + attempt);
          case "file" -> throw new FileNotFoundException("attempt " + attempt);
          case "argument" -> throw new IllegalArgumentException("attempt " + attempt);
          default -> throw new TaskFailed("elsewhere", failure, null);
        }
      }
      return attempt;
    }

    public int once(int a, int b) {
      calls.add(a + " " + b);
      if (a == 0 && calls.size() == 1) {
        throw new IllegalStateException("zero");
      }
      return a * 100 + b * 10 + calls.size();
    }

    /** Does three parts in each attempt; the next one goes on where the last stopped. */
    public int parts(int all) {
      int from = TaskContext.current().lastDetails(Integer.class).orElse(0);
      for (int part = from + 1; part <= Math.min(all, from + 3); part++) {
        done++;
        TaskContext.current().heartbeat(part);
      }
      return done;
    }

    public int plain(int n) {
      if (n < 0) {
        throw new IllegalArgumentException("below zero: " + n);
      }
      return n;
    }
  }

  /** Tasks of workers that are not there. */
  public interface Absent {
    @Task(taskList = "nobody", scheduleToStart = "PT5S")
    Promise<Integer> parts(int all);
  }

  /** The workflow. */
  @Workflow(name = "Plain")
  public interface Plain {
    Promise<Object> run();
  }

  /** A child that fails twice. */
  @Workflow(
      name = "Shaky",
      retry = @Retry(attempts = 3, on = "IllegalStateException", delay = "PT20S"))
  public interface Shaky {
    Promise<String> run(String how);
  }

  static WorkflowJar jar(Function<Stubs, Supplier<Object>> make) {
    return catalogue -> {
      int[] tries = new int[1];
      catalogue.tasks(Jobs.class, Work::new);
      catalogue.tasks(Absent.class);
      catalogue.workflow(
          Shaky.class,
          stubs ->
              how -> {
                Flow flow = stubs.of(Flow.class);
                if (how.equals("slow")) {
                  flow.sleep(seconds(100)).get();
                }
                if (flow.sideEffect(Integer.class, () -> ++tries[0]) < 3) {
                  throw how.equals("other")
                      ? new IllegalArgumentException(how)
                      : new IllegalStateException(how);
                }
                return Promise.of("third");
              });
      catalogue.workflow(
          Plain.class,
          stubs -> {
            Supplier<Object> body = make.apply(stubs);
            return () -> Promise.of(body.get());
          });
    };
  }

  /** Stubs are asked for while the workflow runs. */
  static BothWays plain(Function<Stubs, Object> body) {
    return BothWays.of(jar(stubs -> () -> body.apply(stubs)), "Plain");
  }

  static BothWays jobs(Function<Jobs, Object> body) {
    return plain(stubs -> body.apply(stubs.of(Jobs.class)));
  }

  private PolicyJobs() {}
}
