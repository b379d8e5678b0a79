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
import java.util.Objects;
import java.util.UUID;

/**
 * What {@link Retry} says, with defaults and a stub's {@link Policy} applied.
 *
 * @param attempts in all, 1 or more
 * @param on names of failures that are retried
 * @param never names of failures and timeouts that are not
 * @param delays in whole seconds
 * @param factor by which the last delay grows
 * @param maxDelay where it stops to grow, in whole seconds
 * @param jitter which part of a delay is left to chance, 0 to 1
 */
public record Retries(
    int attempts,
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
    check("attempts", attempts, attempts >= 1, "1 or more");
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
   * Reads the annotation and what goes before it.
   *
   * @param usual attempts where nothing says how many
   * @throws IllegalArgumentException with a sentence that names the member
   */
  public static Retries of(Retry retry, int usual, Policy policy) {
    List<Long> delays =
        policy.parts().containsKey(Part.DELAY)
            ? Objects.requireNonNull(policy.get(Part.DELAY, List.<Duration>of())).stream()
                .map(Seconds::roundedUp)
                .toList()
            : Arrays.stream(retry.delay()).map(d -> Seconds.parse("retry.delay", d)).toList();
    int given = policy.get(Part.ATTEMPTS, retry.attempts());
    boolean counted = given == 0 && !policy.parts().containsKey(Part.ATTEMPTS);
    Duration maxDelay = policy.get(Part.MAX_DELAY, null);
    return new Retries(
        counted ? delays.size() > 1 ? delays.size() + 1 : usual : given,
        policy.get(Part.RETRY_ON, List.of(retry.on())),
        policy.get(Part.NEVER_RETRY_ON, List.of(retry.never())),
        delays,
        policy.get(Part.FACTOR, retry.factor()),
        maxDelay == null
            ? Seconds.parse("retry.maxDelay", retry.maxDelay())
            : Seconds.roundedUp(maxDelay),
        policy.get(Part.JITTER, retry.jitter()));
  }

  /**
   * Whether there is another attempt after {@code failure}.
   *
   * @param counted how many attempts have ended that count
   */
  public boolean again(TaskFailed failure, int counted) {
    if (counted >= attempts) {
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
    double delay = delays.get(listed);
    int grown = counted - 1 - listed;
    if (grown > 0) {
      delay = Math.min(delay * Math.pow(factor, grown), Math.max(delay, maxDelay));
    }
    return (long) Math.ceil(Math.min(LONGEST, delay * (1 - jitter * chance(seed))));
  }

  /** From 0 to less than 1, equal for equal seeds. */
  private static double chance(String seed) {
    long bits =
        UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits();
    return (bits & 0xFFFFFFFFL) / (double) (1L << 32);
  }
}
