package io.flowscope.web.draw;

import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.Graph.Edge;
import io.flowscope.engine.view.Graph.EdgeKind;
import io.flowscope.engine.view.Graph.Node;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
  /** More nodes than these are folded by call site, whatever depends on what. */
  static final int FOLD_ABOVE = 60;

  /** As many calls of one line are folded in any graph, where none of them comes after another. */
  static final int FOLD_ALIKE = 4;

  /** Room for the words above a barrier. */
  static final double GATE_HEAD = 36;

  /** Room beside a barrier, for the same words. */
  static final double GATE_SIDE = 31;

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
    Map<String, List<Node>> sites = new LinkedHashMap<>();
    Map<String, String> siteOf = new HashMap<>();
    for (Node node : graph.nodes()) {
      boolean alone = node.callSite() == null || (node.kind() == NodeKind.BARRIER && !fold);
      String site = alone ? "\0" + node.id() : node.task() + "\0" + node.callSite();
      siteOf.put(node.id(), site);
      sites.computeIfAbsent(site, k -> new ArrayList<>()).add(node);
    }
    Set<String> chained = fold ? Set.of() : chained(graph, siteOf);
    List<List<Node>> groups = new ArrayList<>();
    sites.forEach(
        (site, nodes) -> {
          boolean alike = nodes.size() >= FOLD_ALIKE && !chained.contains(site);
          if (fold || alike) {
            groups.add(nodes);
          } else {
            nodes.forEach(node -> groups.add(List.of(node)));
          }
        });
    List<Box> boxes = new ArrayList<>();
    Map<String, String> keyOf = new HashMap<>();
    for (List<Node> nodes : groups) {
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

  /** The sites of which one call needs another, however many calls and barriers are between. */
  private static Set<String> chained(Graph graph, Map<String, String> siteOf) {
    Map<String, List<String>> next = new HashMap<>();
    for (Edge edge : graph.edges()) {
      next.computeIfAbsent(edge.from(), id -> new ArrayList<>()).add(edge.to());
    }
    Set<String> chained = new HashSet<>();
    for (Node node : graph.nodes()) {
      Set<String> seen = new HashSet<>();
      Deque<String> open = new ArrayDeque<>(next.getOrDefault(node.id(), List.of()));
      while (!open.isEmpty()) {
        String id = open.pop();
        if (seen.add(id)) {
          open.addAll(next.getOrDefault(id, List.of()));
        }
      }
      String site = siteOf.get(node.id());
      if (site != null && seen.stream().anyMatch(id -> site.equals(siteOf.get(id)))) {
        chained.add(site);
      }
    }
    return chained;
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

  /** With the room for the words of a barrier. */
  static double width(Box box) {
    return box.barrier() ? 10 + 2 * GATE_SIDE : 176;
  }

  /** A barrier is as high as the calls on its wider side. */
  double height(Box box) {
    if (!box.barrier()) {
      return 40;
    }
    long in = lines.stream().filter(line -> line.to().equals(box.key())).count();
    long out = lines.stream().filter(line -> line.from().equals(box.key())).count();
    return GATE_HEAD + Math.max(56, Math.max(in, out) * 58 - 18.0);
  }
}
