package io.flowscope.testing;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.RunFold;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a run's graph says of data. */
final class Edges {
  private Edges() {}

  /** {@code from > to}, for data only. */
  static Set<String> data(Graph graph) {
    return graph.edges().stream()
        .filter(edge -> edge.kind() == Graph.EdgeKind.DATA)
        .map(edge -> edge.from() + " > " + edge.to())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those of {@code edges} that end at {@code call}. */
  static Set<String> into(String call, Set<String> edges) {
    return edges.stream()
        .filter(edge -> edge.endsWith(" > " + call))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The graph as it was when each round had been answered. */
  static void afterEachRound(TestRun run, Consumer<Graph> check) {
    RunFold fold = new RunFold();
    for (HistoryEvent event : run.history()) {
      if (event.event() instanceof Event.DecisionTaskScheduled && event.eventId() > 2) {
        check.accept(fold.graph());
      }
      fold.apply(event);
    }
    check.accept(fold.graph());
  }
}
