package io.flowscope.web;

import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.Timeline;
import io.flowscope.engine.view.Timeline.Attempt;
import io.flowscope.web.page.ReplaysView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The graph of a run as it was known at the end of one round. */
public final class GraphSoFar {
  private GraphSoFar() {}

  /**
   * The part of {@code whole} that the chosen round of {@code view} knew, in the states of then.
   */
  public static Graph of(Graph whole, ReplaysView view) {
    Replay replay = Replay.of(view);
    if (replay == null) {
      return new Graph(List.of(), List.of());
    }
    Map<String, NodeState> states = new HashMap<>();
    replay.calls().forEach(call -> states.put(call.id(), call.state()));
    barriers(view.timeline().barriers(), replay.at(), states);
    List<Graph.Node> nodes = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    for (Graph.Node node : whole.nodes()) {
      NodeState state = states.get(node.id());
      if (state != null) {
        nodes.add(at(node, state, replay.at()));
        kept.add(node.id());
      }
    }
    List<Graph.Edge> edges =
        whole.edges().stream()
            .filter(edge -> kept.contains(edge.from()) && kept.contains(edge.to()))
            .toList();
    return new Graph(nodes, edges);
  }

  private static void barriers(Timeline.Barriers b, long at, Map<String, NodeState> states) {
    for (int i = 0; i < b.id().size(); i++) {
      if (b.reachedAt().get(i) <= at) {
        Long passed = b.passedAt().get(i);
        states.put(
            b.id().get(i),
            passed != null && passed <= at ? NodeState.COMPLETED : NodeState.STARTED);
      }
    }
  }

  private static Graph.Node at(Graph.Node node, NodeState state, long at) {
    List<Attempt> attempts =
        node.attempts().stream()
            .filter(attempt -> attempt.scheduledAt() <= at)
            .map(attempt -> at(attempt, at))
            .toList();
    boolean barrier = node.kind() == NodeKind.BARRIER;
    return new Graph.Node(
        node.id(),
        node.label(),
        node.task(),
        node.kind(),
        state,
        until(node.scheduledAt(), at),
        until(node.startedAt(), at),
        barrier || state != NodeState.STARTED ? until(node.closedAt(), at) : null,
        node.callSite(),
        attempts);
  }

  private static Attempt at(Attempt attempt, long at) {
    Long closed = until(attempt.closedAt(), at);
    Long started = until(attempt.startedAt(), at);
    return new Attempt(
        attempt.scheduledEventId(),
        attempt.scheduledAt(),
        started,
        closed,
        closed != null
            ? attempt.state()
            : started != null ? NodeState.STARTED : NodeState.SCHEDULED,
        closed == null ? null : attempt.reason(),
        attempt.identity());
  }

  private static @Nullable Long until(@Nullable Long moment, long at) {
    return moment == null || moment > at ? null : moment;
  }
}
