package io.flowscope.engine.sim;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Calls beyond what an engine takes in a second are refused at once, and no others for that. An
 * engine that begins takes a whole second's worth.
 */
final class CallRates {
  /** An engine that adds parts of a second up may be late by that. */
  private static final Duration ROUNDING = Duration.ofMillis(1);

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Calls of one kind that were let in, by how far the clock had gone on then. */
  private static final class Taken {
    final Deque<Duration> when = new ArrayDeque<>();
    Duration forward = Duration.ZERO;
    @Nullable Instant last;

    /** Time in which the clock goes back counts for nothing. */
    void clock(Instant now) {
      if (last != null && now.isAfter(last)) {
        forward = forward.plus(Duration.between(last, now));
      }
      last = now;
    }

    long since(Duration from) {
      return when.stream().filter(at -> at.compareTo(from) >= 0).count();
    }
  }

  private final Map<String, String> limits;
  private final Tally tally;
  private final Map<String, Taken> kinds = new HashMap<>();

  CallRates(Map<String, String> limits, Tally tally) {
    this.limits = limits;
    this.tally = tally;
  }

  /** Another process takes calls now. */
  void forget() {
    kinds.clear();
  }

  /** A call was made when the clock showed {@code now}. */
  void called(Action<?> action, CompletableFuture<?> answer, Instant now) {
    String most = limits.get("limits.rate." + action.actionName());
    boolean refused = isThrottled(answer);
    if (most == null) {
      Violation.unless(!refused, "rates", "throttled without a limit: ", action);
      return;
    }
    Taken taken = kinds.computeIfAbsent(action.actionName(), kind -> new Taken());
    taken.clock(now);
    long rate = Long.parseLong(most);
    if (refused) {
      long before = taken.since(taken.forward.minus(SECOND).minus(ROUNDING));
      Violation.unless(before >= rate, "rates", "throttled after ", before, ": ", action);
      tally.count("throttled");
      return;
    }
    taken.when.add(taken.forward);
    long atOnce = taken.since(taken.forward);
    long inSecond = taken.since(taken.forward.minus(SECOND));
    Violation.unless(
        atOnce <= rate && inSecond <= 2 * rate, "rates", inSecond, " were let in: ", action);
    while (taken.when.size() > 4 * rate) {
      taken.when.poll();
    }
  }

  private static boolean isThrottled(CompletableFuture<?> answer) {
    return answer.isCompletedExceptionally()
        && answer.handle((nothing, cause) -> cause).join() instanceof SwfFault fault
        && fault.type().equals("ThrottlingException");
  }
}
