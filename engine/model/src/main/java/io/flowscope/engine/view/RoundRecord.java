package io.flowscope.engine.view;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What our decider says about one round, in SWF's {@code executionContext}: only what changed in
 * this round. More of it may follow in markers named {@value #MARKER}.
 *
 * @param calls calls made in this round that were not scheduled in it: an argument is missing, or a
 *     limit holds them back; signals and derived promises that others need are here, too
 * @param places for each of {@code calls}, its place among all calls of the round in the order in
 *     which the code made them; the places between are those of calls that were scheduled in it.
 *     Rising
 * @param resolved calls that ended without an event of their own (failed through an argument,
 *     canceled before they were scheduled, signals that were taken)
 * @param waits where each branch stands that came to a new barrier in this round
 * @param ended the branches that ended in this round
 * @param result the calls that the returned value still needs, in the round in which the workflow
 *     returned; null in all others
 * @param stopped set when the decision was stopped: no decision was taken
 * @param run how the round was computed; never compared
 * @param cut true where the record did not fit, so that parts are missing
 */
public record RoundRecord(
    List<CallRecord> calls,
    List<Integer> places,
    List<Resolved> resolved,
    List<Wait> waits,
    List<String> ended,
    @Nullable List<String> result,
    @Nullable Stopped stopped,
    @Nullable Run run,
    boolean cut) {

  /** One of which no call was scheduled between the others. */
  public RoundRecord(
      List<CallRecord> calls,
      List<Resolved> resolved,
      List<Wait> waits,
      List<String> ended,
      @Nullable List<String> result,
      @Nullable Stopped stopped,
      @Nullable Run run,
      boolean cut) {
    this(
        calls,
        IntStream.range(0, calls.size()).boxed().toList(),
        resolved,
        waits,
        ended,
        result,
        stopped,
        run,
        cut);
  }

  /** The name of the markers that hold what did not fit into the execution context. */
  public static final String MARKER = "flowscope.context";

  /**
   * A barrier at which a branch stopped.
   *
   * @param barrier its identity: {@code get-1}, in a branch {@code 1.get-1}
   * @param branch the path of the branch; empty for the first one
   * @param on the calls it waits for
   * @param after the barriers that stood before it (see {@link CallRecord#after})
   * @param at source line, {@code ProcessVideo.java:27}
   * @param method the method that holds the line
   */
  public record Wait(
      String barrier,
      String branch,
      List<String> on,
      List<String> after,
      @Nullable String at,
      @Nullable String method) {}

  /** A call that ended without an event of its own, and how. */
  public record Resolved(String call, NodeState state) {}

  /**
   * @param why one sentence: {@code history has encode-2, the code now calls thumbnail-1}
   * @param at source line, where there is one
   */
  public record Stopped(String why, @Nullable String at) {}

  /**
   * @param warm whether the run went on where it stood, without replaying
   * @param micros how long the round took, in microseconds
   * @param worker the identity of the worker
   */
  public record Run(boolean warm, long micros, String worker) {}
}
