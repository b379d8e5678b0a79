package io.flowscope.engine.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What needed what: one node per call and per barrier. Times are epoch milliseconds. */
public record Graph(List<Node> nodes, List<Edge> edges) {

  /**
   * @param id identity of the call or barrier
   * @param task name of the type; {@code get} for a barrier
   * @param callSite {@code File.java:line}, or null
   */
  public record Node(
      String id,
      String label,
      String task,
      NodeKind kind,
      NodeState state,
      @Nullable Long scheduledAt,
      @Nullable Long startedAt,
      @Nullable Long closedAt,
      @Nullable String callSite,
      List<Timeline.Attempt> attempts) {}

  /** From what was needed, to what needed it. */
  public record Edge(String from, String to, EdgeKind kind) {}

  /** Why there is an edge. */
  public enum EdgeKind {
    /** The value was among the arguments. */
    DATA,
    /** A barrier was passed before. */
    CONTROL,
    /** Inferred from the event ids of a foreign history. */
    PROBABLE
  }
}
