package io.flowscope.web.draw;

import static guru.nidi.graphviz.model.Factory.mutGraph;
import static guru.nidi.graphviz.model.Factory.mutNode;
import static guru.nidi.graphviz.model.Factory.to;

import guru.nidi.graphviz.attribute.Color;
import guru.nidi.graphviz.attribute.Label;
import guru.nidi.graphviz.attribute.Rank;
import guru.nidi.graphviz.attribute.Shape;
import guru.nidi.graphviz.attribute.Style;
import guru.nidi.graphviz.model.Link;
import guru.nidi.graphviz.model.MutableGraph;
import guru.nidi.graphviz.model.MutableNode;
import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.Graph.EdgeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.web.draw.GraphShape.Box;
import io.flowscope.web.draw.GraphShape.Line;
import java.util.HashMap;
import java.util.Map;

/** Graphs as DOT text, for Graphviz and for whatever else reads it. */
public final class GraphDot {
  private static final double INCH = 72;

  private GraphDot() {}

  /** The graph with labels and states; nodes are named n1, n2, …; no HTML labels, no addresses. */
  public static String draw(Graph graph) {
    return build(GraphShape.of(graph), true);
  }

  /** Sizes and lines only: nothing that an author wrote reaches the layout program. */
  static String forLayout(GraphShape shape) {
    return build(shape, false);
  }

  private static String build(GraphShape shape, boolean labels) {
    MutableGraph graph = mutGraph("flowscope").setDirected(true);
    graph.graphAttrs().add(Rank.dir(Rank.RankDir.LEFT_TO_RIGHT));
    graph.graphAttrs().add("nodesep", 22 / INCH);
    graph.graphAttrs().add("ranksep", 48 / INCH);
    graph.linkAttrs().add("headport", "w").linkAttrs().add("tailport", "e");
    if (labels) {
      graph.nodeAttrs().add("fontname", "Helvetica").nodeAttrs().add("fontsize", 10);
    }
    Map<String, MutableNode> nodes = new HashMap<>();
    for (Box box : shape.boxes()) {
      MutableNode node = mutNode(box.key()).add(Shape.BOX, Label.of(labels ? text(box) : ""));
      node.add("fixedsize", !labels || box.barrier());
      if (!labels || box.barrier()) {
        node.add("width", GraphShape.width(box) / INCH).add("height", shape.height(box) / INCH);
      }
      if (labels) {
        look(node, box);
      }
      nodes.put(box.key(), node);
      graph.add(node);
    }
    for (Line line : shape.lines()) {
      Link link = to(nodes.get(line.to()));
      nodes.get(line.from()).addLink(labels ? look(link, line.kind()) : link);
    }
    return graph.toString();
  }

  private static String text(Box box) {
    String words = box.label() + "\n" + StateIcon.word(box.state());
    String site = box.first().callSite();
    return clean(box.barrier() ? "get() " + (site == null ? "" : site) : words);
  }

  /** Backslashes are DOT's own escapes; control characters have no place in a label. */
  static String clean(String text) {
    return text.codePoints()
        .filter(c -> c == '\n' || (c >= 0x20 && c != 0x7F))
        .filter(c -> c < 0xD800 || c > 0xDFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .replace("\\", "\\\\");
  }

  private static void look(MutableNode node, Box box) {
    if (box.barrier()) {
      node.add(Color.rgb("8a2f7f"), Style.FILLED, Color.rgb("f6e6f4").fill());
      node.add("xlabel", text(box)).add(Label.of(""));
      return;
    }
    String color =
        switch (box.state()) {
          case PENDING -> "80848a";
          case SCHEDULED -> "5480ba";
          case STARTED -> "1a5bb8";
          case COMPLETED -> "146b5c";
          case FAILED -> "b3261e";
          case TIMED_OUT -> "a8750a";
          case CANCELED -> "7b6690";
        };
    node.add(Color.rgb(color), box.state() == NodeState.PENDING ? Style.DOTTED : Style.SOLID);
  }

  private static Link look(Link link, EdgeKind kind) {
    return switch (kind) {
      case DATA -> link;
      case CONTROL -> link.with(Style.DASHED, Color.rgb("8a2f7f"));
      case PROBABLE -> link.with(Style.DOTTED);
    };
  }
}
