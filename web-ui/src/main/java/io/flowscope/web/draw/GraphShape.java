package io.flowscope.web.draw;

import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.Graph.Edge;
import io.flowscope.engine.view.Graph.EdgeKind;
import io.flowscope.engine.view.Graph.Node;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is drawn of a graph: boxes and the lines between them. Calls of one line of the code are one
 * box where the graph would be too large to read otherwise.
 */
record GraphShape(List<Box> boxes, List<Line> lines) {
  /** More nodes than these are folded by call site. */
  static final int FOLD_ABOVE = 60;

  /**
   * @param key {@code n1}, {@code n2}, …: the only name that layout programs see
   * @param nodes at least one
   */
  record Box(String key, List<Node> nodes) {
    Node first() {
      return nodes.getFirst();
    }

    boolean barrier() {
      return first().kind() == NodeKind.BARRIER;
    }

    boolean folded() {
      return nodes.size() > 1;
    }

    String label() {
      return folded()
          ? first().label().replaceFirst("-\\d+$", "").replaceFirst("^(\\d+\\.)+", "")
              + " × "
              + nodes.size()
          : first().label();
    }

    NodeState state() {
      for (NodeState state :
          List.of(
              NodeState.STARTED,
              NodeState.SCHEDULED,
              NodeState.FAILED,
              NodeState.TIMED_OUT,
              NodeState.PENDING,
              NodeState.CANCELED)) {
        if (nodes.stream().anyMatch(node -> node.state() == state)) {
          return state;
        }
      }
      return NodeState.COMPLETED;
    }
  }

  /** A line between two boxes; {@code from} and {@code to} are keys. */
  record Line(String from, String to, EdgeKind kind) {}

  static GraphShape of(Graph graph) {
    boolean fold = graph.nodes().size() > FOLD_ABOVE;
    Map<String, List<Node>> groups = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      boolean alone = !fold || node.callSite() == null;
      String key = alone ? "\0" + node.id() : node.task() + "\0" + node.callSite();
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(node);
    }
    List<Box> boxes = new ArrayList<>();
    Map<String, String> keyOf = new HashMap<>();
    for (List<Node> nodes : groups.values()) {
      Box box = new Box("n" + (boxes.size() + 1), List.copyOf(nodes));
      boxes.add(box);
      nodes.forEach(node -> keyOf.put(node.id(), box.key()));
    }
    Set<Line> lines = new LinkedHashSet<>();
    for (Edge edge : graph.edges()) {
      String from = keyOf.get(edge.from());
      String to = keyOf.get(edge.to());
      if (from != null && to != null && !from.equals(to)) {
        lines.add(new Line(from, to, edge.kind()));
      }
    }
    return new GraphShape(List.copyOf(boxes), List.copyOf(lines));
  }

  /** Same text, same layout: states and times have no part in it. */
  String structure() {
    StringBuilder text = new StringBuilder();
    for (Box box : boxes) {
      text.append(box.key()).append(' ').append(box.barrier()).append(' ').append(height(box));
      text.append('\n');
    }
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  static double width(Box box) {
    return box.barrier() ? 10 : 176;
  }

  /** A barrier is as high as the calls on its wider side. */
  double height(Box box) {
    if (!box.barrier()) {
      return 40;
    }
    long in = lines.stream().filter(line -> line.to().equals(box.key())).count();
    long out = lines.stream().filter(line -> line.from().equals(box.key())).count();
    return Math.max(56, Math.max(in, out) * 58 - 18.0);
  }
}
