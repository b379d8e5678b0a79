package io.flowscope.spi;

import io.flowscope.Policy;
import io.flowscope.Policy.Part;
import io.flowscope.Retry;
import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.TaskTimedOut;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What {@link Retry} says, perhaps with a stub's {@link Policy} applied.
 *
 * @param given attempts in all; 0 where nobody said how many
 * @param usual attempts where nobody said how many
 * @param on names of failures that are retried
 * @param never names of failures and timeouts that are not
 * @param delays in whole seconds
 * @param factor by which the last delay grows
 * @param maxDelay where it stops to grow, in whole seconds
 * @param jitter which part of a delay is left to chance, 0 to 1
 */
public record Retries(
    int given,
    int usual,
    List<String> on,
    List<String> never,
    List<Long> delays,
    double factor,
    long maxDelay,
    double jitter) {
  /** No pause is longer, in seconds. */
  private static final long LONGEST = 30L * 86_400;

  private static final String EVERY = "*";

  public Retries {
    check("attempts", given, given >= 0, "1 or more");
    check("factor", factor, factor >= 1, "1 or more");
    check("jitter", jitter, jitter >= 0 && jitter <= 1, "0 to 1");
  }

  private static void check(String member, Object value, boolean right, String wanted) {
    if (!right) {
      throw new IllegalArgumentException(
          "retry." + member + " must be " + wanted + ", but is " + value);
    }
  }

  /**
   * Reads the annotation.
   *
   * @param usual attempts where it does not say how many
   * @throws IllegalArgumentException with a sentence that names the member
   */
  public static Retries of(Retry retry, int usual) {
    return new Retries(
        retry.attempts(),
        usual,
        List.of(retry.on()),
        List.of(retry.never()),
        Arrays.stream(retry.delay()).map(d -> Seconds.parse("retry.delay", d)).toList(),
        retry.factor(),
        Seconds.parse("retry.maxDelay", retry.maxDelay()),
        retry.jitter());
  }

  /**
   * With what the policy says.
   *
   * @throws IllegalArgumentException with a sentence that names the member
   */
  public Retries with(Policy policy) {
    List<Duration> delay = policy.get(Part.DELAY, null);
    Duration longest = policy.get(Part.MAX_DELAY, null);
    return new Retries(
        policy.get(Part.ATTEMPTS, given),
        usual,
        policy.get(Part.RETRY_ON, on),
        policy.get(Part.NEVER_RETRY_ON, never),
        delay == null ? delays : delay.stream().map(Seconds::roundedUp).toList(),
        policy.get(Part.FACTOR, factor),
        longest == null ? maxDelay : Seconds.roundedUp(longest),
        policy.get(Part.JITTER, jitter));
  }

  /** How many attempts there are in all, 1 or more. */
  public int attempts() {
    if (given > 0) {
      return given;
    }
    return delays.size() > 1 ? delays.size() + 1 : usual;
  }

  /**
   * Whether there is another attempt after {@code failure}.
   *
   * @param counted how many attempts have ended that count
   */
  public boolean again(TaskFailed failure, int counted) {
    if (counted >= attempts()) {
      return false;
    }
    return switch (failure) {
      case TaskCanceled canceled -> false;
      case TaskTimedOut timedOut -> !named(never, timedOut.reason());
      case TaskFailed failed -> named(on, failed.reason()) && !named(never, failed.reason());
    };
  }

  private static boolean named(List<String> names, String reason) {
    return names.stream().anyMatch(name -> name.equals(EVERY) || begins(reason, name));
  }

  /**
   * Whether {@code name} stands in the reason where a class's name may: at the beginning, or behind
   * a dot or a colon, for a child's reason begins with the task that failed.
   */
  private static boolean begins(String reason, String name) {
    String simple = name.substring(qualified(name) ? name.lastIndexOf('.') + 1 : 0);
    for (int at = reason.indexOf(simple); at >= 0; at = reason.indexOf(simple, at + 1)) {
      int end = at + simple.length();
      boolean ends = end == reason.length() || !Character.isJavaIdentifierPart(reason.charAt(end));
      if (ends && (at == 0 || reason.charAt(at - 1) == '.' || reason.startsWith(": ", at - 2))) {
        return true;
      }
    }
    return false;
  }

  /** Reasons have simple names; {@code java.io.IOException} is looked for as such. */
  private static boolean qualified(String name) {
    return name.matches("([a-z]\\w*\\.)+[A-Z][\\w.$]*");
  }

  /**
   * How long to wait before the next attempt, in whole seconds.
   *
   * @param counted how many attempts have ended that count; none for no delay
   * @param seed of chance: names run, call and attempt
   */
  public long delay(int counted, String seed) {
    if (counted == 0 || delays.isEmpty()) {
      return 0;
    }
    int listed = Math.min(counted, delays.size()) - 1;
    double delay = (double) delays.get(listed);
    int grown = counted - 1 - listed;
    if (grown > 0) {
      delay = Math.min(delay * Math.pow(factor, grown), Math.max(delay, (double) maxDelay));
    }
    return (long) Math.ceil(Math.min((double) LONGEST, delay * (1 - jitter * chance(seed))));
  }

  /** From 0 to less than 1, equal for equal seeds. */
  private static double chance(String seed) {
    long bits =
        UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits();
    return (bits & 0xFFFFFFFFL) / (double) (1L << 32);
  }
}
