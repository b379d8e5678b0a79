package io.flowscope.engine.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns that the diagram is drawn from: the whole run, or, as a delta, only the rows that
 * changed after some event. Element {@code i} of each list of a block is about the same thing;
 * {@code index} is its stable row number. A row of a delta replaces the row with its index. All
 * times are epoch milliseconds.
 *
 * @param lastEventId the event up to which this is true; id of the server-sent event
 * @param startedAt when the execution started
 * @param closedAt when it closed, or null
 * @param status the execution's status
 * @param sumOfTaskMillis time that attempts of activities ran, those still running not counted
 */
public record Timeline(
    long lastEventId,
    long startedAt,
    @Nullable Long closedAt,
    ExecutionStatus status,
    long sumOfTaskMillis,
    Calls calls,
    Barriers barriers,
    Rounds rounds,
    Marks marks) {

  /**
   * One row per call, in the order in which they became known.
   *
   * @param id identity of the call
   * @param label the identity as short as it is unambiguous in this run, or the task's own label
   * @param task name of the type
   * @param branch path of the branch that made the call
   * @param callSite {@code File.java:line}, or null
   * @param calledAt when the call became known
   * @param needs identities of the calls whose values it was given
   * @param after identities of the barriers before it
   * @param probable whether {@code needs} was inferred from event ids of a foreign history
   * @param attempts one entry for each attempt
   * @param child the child execution of a workflow call, or null
   */
  public record Calls(
      List<Integer> index,
      List<String> id,
      List<String> label,
      List<String> task,
      List<NodeKind> kind,
      List<NodeState> state,
      List<String> branch,
      List<@Nullable String> callSite,
      List<Long> calledAt,
      List<List<String>> needs,
      List<List<String>> after,
      List<Boolean> probable,
      List<List<Attempt>> attempts,
      List<@Nullable Child> child) {}

  /**
   * @param scheduledEventId the event behind it
   * @param reason why it failed, one line
   * @param identity the worker
   */
  public record Attempt(
      long scheduledEventId,
      long scheduledAt,
      @Nullable Long startedAt,
      @Nullable Long closedAt,
      NodeState state,
      @Nullable String reason,
      @Nullable String identity) {}

  /** A child execution. */
  public record Child(String workflowId, @Nullable String runId) {}

  /** One row per barrier at which a branch stopped; {@code passedAt} is null while it stands. */
  public record Barriers(
      List<Integer> index,
      List<String> id,
      List<String> branch,
      List<@Nullable String> callSite,
      List<List<String>> on,
      List<List<String>> after,
      List<Long> reachedAt,
      List<@Nullable Long> passedAt) {}

  /**
   * One row per decision task.
   *
   * @param state scheduled, started, completed or timedOut
   * @param calls how many calls the round made
   */
  public record Rounds(
      List<Integer> index,
      List<Long> scheduledAt,
      List<@Nullable Long> startedAt,
      List<@Nullable Long> closedAt,
      List<NodeState> state,
      List<Integer> calls) {}

  /** Moments: signals received, markers recorded, cancel requests. */
  public record Marks(
      List<Integer> index,
      List<String> kind,
      List<String> name,
      List<Long> at,
      List<Long> eventId) {}
}
