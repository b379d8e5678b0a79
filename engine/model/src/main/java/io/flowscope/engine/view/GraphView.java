package io.flowscope.engine.view;

import io.flowscope.engine.view.BarrierTable.Barrier;
import io.flowscope.engine.view.CallRow.Try;
import io.flowscope.engine.view.Graph.Edge;
import io.flowscope.engine.view.Graph.EdgeKind;
import io.flowscope.engine.view.Graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Draws the {@link Graph} of a run from its tables. */
final class GraphView {
  private final RunState run;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final Set<Edge> edges = new LinkedHashSet<>();
  private final List<String> derived = new ArrayList<>();

  GraphView(RunState run) {
    this.run = run;
  }

  Graph graph() {
    run.calls.list.all().forEach(row -> add(node(row)));
    run.barriers.all().forEach(barrier -> add(node(barrier)));
    for (CallRow row : run.calls.list.all()) {
      EdgeKind kind = row.probable ? EdgeKind.PROBABLE : EdgeKind.DATA;
      drawn(row.needs).forEach(need -> edge(need, row.id(), kind));
      row.after.forEach(barrier -> edge(barrier, row.id(), EdgeKind.CONTROL));
    }
    for (Barrier barrier : run.barriers.all()) {
      String id = barrier.wait.barrier();
      drawn(barrier.wait.on()).forEach(need -> edge(need, id, EdgeKind.CONTROL));
    }
    for (int i = 0; i < derived.size(); i++) {
      String id = derived.get(i);
      run.calls.behind.record(id).stream()
          .flatMap(record -> record.needs().stream())
          .forEach(need -> edge(known(need), id, EdgeKind.DATA));
    }
    return new Graph(List.copyOf(nodes), List.copyOf(edges));
  }

  private List<String> drawn(List<String> needs) {
    List<String> drawn = run.calls.behind.drawn(needs);
    drawn.forEach(this::known);
    return drawn;
  }

  /** Makes {@code id} a node where it is a derived promise that has to be one. */
  private String known(String id) {
    if (!ids.contains(id)) {
      run.calls
          .behind
          .record(id)
          .ifPresent(
              record -> {
                derived.add(id);
                add(
                    new Node(
                        id,
                        id,
                        record.task(),
                        NodeKind.DERIVED,
                        NodeState.PENDING,
                        null,
                        null,
                        null,
                        record.at(),
                        List.of()));
              });
    }
    return id;
  }

  private void add(Node node) {
    if (ids.add(node.id())) {
      nodes.add(node);
    }
  }

  private void edge(String from, String to, EdgeKind kind) {
    if (ids.contains(from) && ids.contains(to) && !from.equals(to)) {
      edges.add(new Edge(from, to, kind));
    }
  }

  private Node node(CallRow row) {
    NodeState state = row.state();
    List<Try> tries = row.tries;
    Long started =
        tries.stream().map(t -> t.startedAt).filter(at -> at != null).findFirst().orElse(null);
    return new Node(
        row.id(),
        run.calls.labels.of(row),
        row.record.task(),
        row.kind,
        state,
        tries.isEmpty() ? null : (Long) tries.getFirst().scheduledAt,
        started,
        tries.isEmpty() || !CallRow.ended(state) ? null : tries.getLast().closedAt,
        row.record.at(),
        row.attempts());
  }

  private static Node node(Barrier barrier) {
    RoundRecord.Wait wait = barrier.wait;
    return new Node(
        wait.barrier(),
        wait.barrier(),
        "get",
        NodeKind.BARRIER,
        barrier.passedAt == null ? NodeState.STARTED : NodeState.COMPLETED,
        barrier.reachedAt,
        barrier.reachedAt,
        barrier.passedAt,
        wait.at(),
        List.of());
  }
}
