package io.flowscope;

import io.flowscope.spi.Limits;
import io.flowscope.spi.Pace;
import io.flowscope.spi.Retries;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a policy means something in plain Java: retries, rates and idempotence. Only one call is
 * open at a time, and nothing times out.
 */
record InlinePolicy(Retries retries, @Nullable Pace pace, boolean idempotent) {
  /** The annotations with nothing given, for their defaults. */
  interface Defaults {
    @Task
    void task();
  }

  static InlinePolicy of(Class<?> type, Method method, Class<?> implementation, Policy policy) {
    try {
      Task task = method.getAnnotation(Task.class);
      Workflow workflow = workflow(type, implementation);
      if (task == null && workflow != null) {
        return of(Retries.of(workflow.retry(), 1), Limits.of(workflow.limit()), false, policy);
      }
      Task said =
          task == null ? Defaults.class.getDeclaredMethod("task").getAnnotation(Task.class) : task;
      return of(Retries.of(said.retry(), 3), Limits.of(said.limit()), said.idempotent(), policy);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          type.getSimpleName() + "." + method.getName() + ": " + e.getMessage(), e);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Workflow workflow(Class<?> type, Class<?> implementation) {
    Workflow onClass = implementation.getAnnotation(Workflow.class);
    return onClass != null ? onClass : type.getAnnotation(Workflow.class);
  }

  private static InlinePolicy of(
      Retries retries, Limits limits, boolean idempotent, Policy policy) {
    Limits kept = limits.with(policy);
    return new InlinePolicy(
        retries.with(policy),
        kept.rate() == null ? null : new Pace(kept.rate()),
        policy.get(Policy.Part.IDEMPOTENT, idempotent));
  }

  /** Waits until the next attempt may begin. */
  void begin() {
    if (pace != null) {
      Instant now = Instant.now();
      sleep(Duration.between(now, pace.next(now)));
      pace.begin(Instant.now());
    }
  }

  static void sleep(Duration duration) {
    if (duration.isPositive()) {
      Flow.inline().sleep(duration).get();
    }
  }
}
