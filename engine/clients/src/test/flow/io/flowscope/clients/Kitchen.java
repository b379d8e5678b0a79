package io.flowscope.clients;

import com.amazonaws.services.simpleworkflow.flow.ActivityExecutionContextProviderImpl;
import com.amazonaws.services.simpleworkflow.flow.DynamicActivitiesClientImpl;
import com.amazonaws.services.simpleworkflow.flow.annotations.Activities;
import com.amazonaws.services.simpleworkflow.flow.annotations.ActivityRegistrationOptions;
import com.amazonaws.services.simpleworkflow.flow.core.Promise;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Activities of the Flow Framework, as its users write them. */
@Activities(version = "1")
@ActivityRegistrationOptions(
    defaultTaskScheduleToStartTimeoutSeconds = 60,
    defaultTaskStartToCloseTimeoutSeconds = 60)
public interface Kitchen {
  /** Bakes it. */
  String bake(String what);

  /** Joins two. */
  String join(String one, String other);

  /** Fails the first time for each text. */
  String flaky(String what);

  /** Fails. */
  String burn(String what);

  /** Reports progress until it is asked to stop. */
  String watch(String what);

  /** What a worker of them does. */
  final class Impl implements Kitchen {
    private final Set<String> tried = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<String> watching = new CompletableFuture<>();

    /** What is watched first, as soon as it is. */
    CompletableFuture<String> watching() {
      return watching;
    }

    @Override
    public String bake(String what) {
      return "baked " + what;
    }

    @Override
    public String join(String one, String other) {
      return one + " and " + other;
    }

    @Override
    public String flaky(String what) {
      if (tried.add(what)) {
        throw new IllegalStateException("no luck with " + what);
      }
      return "lucky " + what;
    }

    @Override
    public String burn(String what) {
      throw new IllegalArgumentException("burnt " + what);
    }

    @Override
    public String watch(String what) {
      var context = new ActivityExecutionContextProviderImpl().getActivityExecutionContext();
      for (int beats = 0; beats < 1_000; beats++) {
        try {
          context.recordActivityHeartbeat(what + " " + beats);
          watching.complete(what);
        } catch (CancellationException e) {
          throw new CancellationException("told to stop");
        }
        LockSupport.parkNanos(50_000_000);
      }
      return "nobody stopped me";
    }
  }

  /** What the Flow Framework's annotation processor would write. */
  final class Client {
    private final DynamicActivitiesClientImpl client = new DynamicActivitiesClientImpl();

    Promise<String> bake(Promise<String> what) {
      return schedule("bake", what);
    }

    Promise<String> join(Promise<String> one, Promise<String> other) {
      return schedule("join", one, other);
    }

    Promise<String> flaky(Promise<String> what) {
      return schedule("flaky", what);
    }

    Promise<String> burn(Promise<String> what) {
      return schedule("burn", what);
    }

    Promise<String> watch(Promise<String> what) {
      return schedule("watch", what);
    }

    private Promise<String> schedule(String method, Promise<?>... arguments) {
      return client.scheduleActivity(
          Generation.activity("Kitchen." + method), arguments, null, String.class);
    }
  }
}
