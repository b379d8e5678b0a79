package io.flowscope.testing;

import io.flowscope.Promise;
import io.flowscope.Retry;
import io.flowscope.Task;
import io.flowscope.TaskCanceled;
import io.flowscope.TaskContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** What the programs of the tests call, are and give. */
final class Programs {
  private Programs() {}

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
}
