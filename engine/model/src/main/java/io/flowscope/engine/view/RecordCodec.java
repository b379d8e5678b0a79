package io.flowscope.engine.view;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads what our decider says in a history: {@link CallRecord} in {@code control},
 * {@link RoundRecord} in {@code executionContext} and, where that is not enough, in markers named
 * {@link RoundRecord#MARKER}. The form is compact JSON with {@code "fs":1} in it; lists of
 * identities are written as ranges. Reading takes any text: what is not ours is empty, never an
 * error.
 */
public final class RecordCodec {
  /** So many characters a {@code control} or an {@code executionContext} takes at most. */
  public static final int MAX_CHARS = 16_000;

  /** So many markers one round writes at most. */
  public static final int MAX_MARKERS = 8;

  private RecordCodec() {}

  /**
   * The text for {@code control}, of at most {@value #MAX_CHARS} characters. Needs that do not fit
   * are left out.
   */
  public static String writeCall(CallRecord call) {
    return RecordWriter.call(call, MAX_CHARS);
  }

  /** The record in a {@code control}, or empty where it is not one of ours. */
  public static Optional<CallRecord> readCall(@Nullable String control) {
    return RecordReader.call(control);
  }

  /**
   * The texts of one round: the first is for {@code executionContext}, the others, at most {@value
   * #MAX_MARKERS}, are the details of markers. What does not fit is left out, and the record says
   * {@code cut}.
   *
   * @param maxChars the most that each text may have, at least 1,000
   */
  public static List<String> writeRound(RoundRecord round, int maxChars) {
    return RecordWriter.round(round, Math.max(1_000, maxChars));
  }

  /**
   * The record of a round, or empty where {@code executionContext} is not ours. Markers that cannot
   * be read make it {@code cut}.
   *
   * @param markers details of the round's markers named {@link RoundRecord#MARKER}, in order
   */
  public static Optional<RoundRecord> readRound(
      @Nullable String executionContext, List<String> markers) {
    return RecordReader.round(executionContext, markers);
  }
}
