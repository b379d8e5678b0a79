package io.flowscope;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What differs from {@link Task} or {@link Workflow} for the calls of one stub. Parts that are not
 * named stay as they are. Immutable.
 *
 * <pre>{@code
 * VideoTasks fast = stubs.of(VideoTasks.class, Policy.override().taskList("gpu").attempts(5));
 * }</pre>
 *
 * <p>For a child workflow: task list, priority, start to close, retries and limits.
 */
public final class Policy {
  /** What a policy may say. */
  public enum Part {
    TASK_LIST,
    PRIORITY,
    START_TO_CLOSE,
    SCHEDULE_TO_START,
    SCHEDULE_TO_CLOSE,
    HEARTBEAT,
    ATTEMPTS,
    RETRY_ON,
    NEVER_RETRY_ON,
    DELAY,
    FACTOR,
    MAX_DELAY,
    JITTER,
    LIMIT,
    RATE,
    IDEMPOTENT
  }

  private static final Policy NOTHING = new Policy(Map.of());

  private final Map<Part, Object> parts;

  private Policy(Map<Part, Object> parts) {
    this.parts = parts;
  }

  /** Nothing differs yet. */
  public static Policy override() {
    return NOTHING;
  }

  private Policy with(Part part, Object value) {
    Map<Part, Object> more = new EnumMap<>(Part.class);
    more.putAll(parts);
    more.put(part, value);
    return new Policy(Collections.unmodifiableMap(more));
  }

  private Policy with(Part part, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("A duration below zero was given: " + duration);
    }
    return with(part, (Object) duration);
  }

  /**
   * See {@link Task#taskList}. A child's first decision goes there; the jar whose worker takes it
   * keeps the child.
   */
  public Policy taskList(String name) {
    return with(Part.TASK_LIST, name);
  }

  /** See {@link Task#priority}. */
  public Policy priority(int priority) {
    return with(Part.PRIORITY, priority);
  }

  /** See {@link Task#startToClose} and {@link Workflow#executionStartToClose}. */
  public Policy startToClose(Duration duration) {
    return with(Part.START_TO_CLOSE, duration);
  }

  /** See {@link Task#scheduleToStart}. */
  public Policy scheduleToStart(Duration duration) {
    return with(Part.SCHEDULE_TO_START, duration);
  }

  /** See {@link Task#scheduleToClose}. */
  public Policy scheduleToClose(Duration duration) {
    return with(Part.SCHEDULE_TO_CLOSE, duration);
  }

  /** See {@link Task#heartbeat}. */
  public Policy heartbeat(Duration duration) {
    return with(Part.HEARTBEAT, duration);
  }

  /** See {@link Retry#attempts}; 1 or more. */
  public Policy attempts(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("retry.attempts must be 1 or more, but is " + number);
    }
    return with(Part.ATTEMPTS, number);
  }

  /** See {@link Retry#on}. */
  public Policy retryOn(String... failures) {
    return with(Part.RETRY_ON, List.of(failures));
  }

  /** See {@link Retry#never}. */
  public Policy neverRetryOn(String... failures) {
    return with(Part.NEVER_RETRY_ON, List.of(failures));
  }

  /** See {@link Retry#delay}. */
  public Policy delay(Duration... delays) {
    if (Arrays.stream(delays).anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("A delay below zero was given: " + List.of(delays));
    }
    return with(Part.DELAY, List.of(delays));
  }

  /** See {@link Retry#factor}; at least 1. */
  public Policy factor(double factor) {
    return with(Part.FACTOR, factor);
  }

  /** See {@link Retry#maxDelay}. */
  public Policy maxDelay(Duration duration) {
    return with(Part.MAX_DELAY, duration);
  }

  /** See {@link Retry#jitter}; 0 to 1. */
  public Policy jitter(double part) {
    return with(Part.JITTER, part);
  }

  /** See {@link Limit#open}: calls through this stub and others with the same limits. */
  public Policy limit(int open) {
    return with(Part.LIMIT, open);
  }

  /**
   * See {@link Limit#rate}: calls through this stub and others with the same limits.
   *
   * @param per rounded up to whole seconds
   */
  public Policy rate(int calls, Duration per) {
    return with(Part.RATE, new io.flowscope.spi.Rate(calls, per));
  }

  /** See {@link Task#idempotent}. */
  public Policy idempotent(boolean once) {
    return with(Part.IDEMPOTENT, once);
  }

  /** All parts that are named, with what they say. */
  public Map<Part, Object> parts() {
    return parts;
  }

  /** What is said of {@code part}, or {@code otherwise}. */
  @SuppressWarnings("unchecked") // each part has one method above, and it one type
  public <T> @Nullable T get(Part part, @Nullable T otherwise) {
    return (T) parts.getOrDefault(part, otherwise);
  }

  @Override
  public String toString() {
    return "Policy" + parts;
  }
}
