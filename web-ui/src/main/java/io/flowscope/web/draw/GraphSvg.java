package io.flowscope.web.draw;

import io.flowscope.engine.view.Graph.EdgeKind;
import io.flowscope.engine.view.Graph.Node;
import io.flowscope.engine.view.NodeState;
import io.flowscope.web.draw.GraphLayout.Placed;
import io.flowscope.web.draw.GraphLayout.Point;
import io.flowscope.web.draw.GraphLayout.Route;
import io.flowscope.web.draw.GraphShape.Box;
import io.flowscope.web.draw.GraphShape.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Draws a placed graph in our own marks; nothing of a layout program's picture is taken over. */
final class GraphSvg {
  private static final double HEADROOM = 0;

  private final GraphShape shape;
  private final Placed placed;
  private final @Nullable String select;
  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final Svg out = new Svg();

  GraphSvg(GraphShape shape, Placed placed, @Nullable String select) {
    this.shape = shape;
    this.placed = placed;
    this.select = select;
    shape.boxes().forEach(box -> boxes.put(box.key(), box));
  }

  Drawing draw() {
    out.open("graph", "transform", "translate(0 " + Svg.num(HEADROOM) + ")");
    shape.boxes().stream().filter(Box::barrier).forEach(this::gate);
    shape.lines().forEach(this::line);
    shape.boxes().stream().filter(box -> !box.barrier()).forEach(this::node);
    out.close();
    int width = (int) Math.ceil(placed.width());
    int height = (int) Math.ceil(placed.height() + HEADROOM);
    return new Drawing(out.toString(), summary(), Math.max(width, 60), Math.max(height, 60));
  }

  private String summary() {
    long calls =
        shape.boxes().stream().filter(b -> !b.barrier()).mapToLong(b -> b.nodes().size()).sum();
    long barriers = shape.boxes().stream().filter(Box::barrier).count();
    long data = shape.lines().stream().filter(line -> line.kind() == EdgeKind.DATA).count();
    return "Graph: %d %s, %d %s, %d data %s"
        .formatted(
            calls,
            calls == 1 ? "call" : "calls",
            barriers,
            barriers == 1 ? "barrier" : "barriers",
            data,
            data == 1 ? "edge" : "edges");
  }

  private void node(Box box) {
    Point at = place(box);
    String state = StateIcon.name(box.state());
    boolean selected = box.nodes().stream().anyMatch(node -> node.id().equals(select));
    String members = box.nodes().stream().map(Node::id).collect(Collectors.joining("|"));
    out.open(
        "node " + state + (selected ? " sel" : ""),
        "data-id",
        box.first().id(),
        "data-state",
        StateIcon.json(box.state()),
        "data-members",
        members);
    if (box.folded()) {
      out.rect(at.x() + 6, at.y() - 6, 176, 40, 3, "n-ground");
      out.rect(at.x() + 6, at.y() - 6, 176, 40, 3, "n-box");
      out.rect(at.x() + 3, at.y() - 3, 176, 40, 3, "n-ground");
      out.rect(at.x() + 3, at.y() - 3, 176, 40, 3, "n-box");
    }
    out.rect(at.x(), at.y(), 176, 40, 3, "n-ground").rect(at.x(), at.y(), 176, 40, 3, "n-box");
    out.icon(at.x() + 9, at.y() + 7, state);
    String label = box.label();
    out.text(
        at.x() + 27, at.y() + 17, label.length() > 23 ? label.substring(0, 22) + "…" : label, "");
    out.text(at.x() + 27, at.y() + 32, words(box), "t2 tx words");
    out.close();
  }

  private static String words(Box box) {
    if (box.folded()) {
      Map<NodeState, Long> counts =
          box.nodes().stream()
              .collect(
                  Collectors.groupingBy(Node::state, LinkedHashMap::new, Collectors.counting()));
      return counts.entrySet().stream()
          .limit(2)
          .map(entry -> entry.getValue() + " " + StateIcon.word(entry.getKey()))
          .collect(Collectors.joining(", "));
    }
    Node node = box.first();
    Long started = node.startedAt();
    Long closed = node.closedAt();
    int tries = node.attempts().size();
    String attempt = tries > 1 ? String.format(Locale.ROOT, ", attempt %d", tries) : "";
    return started != null && closed != null
        ? Durations.words(closed - started) + attempt
        : StateIcon.word(node.state()) + attempt;
  }

  private void gate(Box box) {
    Point at = place(box);
    double middle = at.x() + 5;
    String site = box.first().callSite();
    String line = site == null ? "" : site.substring(Math.max(site.lastIndexOf(':'), 0));
    boolean selected = box.nodes().stream().anyMatch(node -> node.id().equals(select));
    String members = box.nodes().stream().map(Node::id).collect(Collectors.joining("|"));
    String gate = selected ? "gate sel" : "gate";
    out.open(gate, "data-id", box.first().id(), "data-members", members);
    out.rect(at.x(), at.y(), 10, height(box), 2, "f-bsoft");
    String times = box.folded() ? " × " + box.nodes().size() : "";
    out.text(middle, at.y() - 20, "barrier" + times, "tb c b");
    out.text(middle, at.y() - 7, "get() " + line, "tb c m");
    out.close();
  }

  private static double width(Box box) {
    return box.barrier() ? 10 : 176;
  }

  private double height(Box box) {
    return shape.height(box) - (box.barrier() ? GraphShape.GATE_HEAD : 0);
  }

  private Point place(Box box) {
    Point at = placed.boxes().get(box.key());
    if (at == null) {
      throw new IllegalStateException("No place for " + box.key());
    }
    return box.barrier()
        ? new Point(at.x() + GraphShape.GATE_SIDE, at.y() + GraphShape.GATE_HEAD)
        : at;
  }

  private Box box(String key) {
    Box box = boxes.get(key);
    if (box == null) {
      throw new IllegalStateException("No box " + key);
    }
    return box;
  }

  private void line(Line line) {
    Box from = box(line.from());
    Box to = box(line.to());
    boolean control = line.kind() == EdgeKind.CONTROL;
    out.open(
        "edge",
        "data-from",
        from.first().id(),
        "data-to",
        to.first().id(),
        "data-kind",
        line.kind().name().toLowerCase(Locale.ROOT));
    String cls = control ? "l-ctrl" : line.kind() == EdgeKind.PROBABLE ? "l-data l-thin" : "l-data";
    Route route = placed.routes().get(line);
    Point end;
    if (control && forward(from, to) || route == null || route.points().size() < 2) {
      end = straight(from, to, cls);
    } else {
      end = routed(route, to, cls);
    }
    String head = "M" + Svg.num(end.x()) + " " + Svg.num(end.y()) + "l-5 -3v6z";
    out.path(head, control ? "f-barrier" : "f-edge");
    out.close();
  }

  private boolean forward(Box from, Box to) {
    return (from.barrier() || to.barrier()) && place(from).x() + width(from) < place(to).x() - 8;
  }

  /** To the barrier's side where it is nearest; barriers are high, so most lines are level. */
  private Point straight(Box from, Box to, String cls) {
    Point a = place(from);
    Point b = place(to);
    double y1 = a.y() + height(from) / 2;
    double y2 = b.y() + height(to) / 2 + (givenTo(to) ? 10 : 0);
    if (to.barrier()) {
      y2 = Math.clamp(y1, b.y() + 8, b.y() + height(to) - 8);
    }
    if (from.barrier()) {
      y1 = Math.clamp(y2, a.y() + 8, a.y() + height(from) - 8);
    }
    double x1 = a.x() + width(from);
    double x2 = b.x();
    if (Math.abs(y1 - y2) < .5) {
      out.path("M" + Svg.num(x1) + " " + Svg.num(y1) + "H" + Svg.num(x2 - 4), cls);
    } else {
      double m = (x1 + x2) / 2;
      out.path("M" + point(x1, y1) + "C" + point(m, y1) + point(m, y2) + point(x2 - 5, y2), cls);
    }
    return new Point(x2, y2);
  }

  /** Whether values arrive there, too: control lines then keep clear of their arrows. */
  private boolean givenTo(Box box) {
    return !box.barrier()
        && shape.lines().stream()
            .anyMatch(line -> line.to().equals(box.key()) && line.kind() != EdgeKind.CONTROL);
  }

  private Point routed(Route route, Box to, String cls) {
    List<Point> points = route.points();
    Point last = points.getLast();
    double tip = place(to).x();
    StringBuilder d = new StringBuilder("M" + point(points.getFirst().x(), points.getFirst().y()));
    if (route.curved()) {
      d.append('C');
      points.stream().skip(1).forEach(p -> d.append(point(p.x(), p.y())));
      d.append('L').append(point(tip - 4, last.y()));
    } else {
      for (int i = 1; i < points.size() - 1; i++) {
        corner(d, points.get(i - 1), points.get(i), points.get(i + 1));
      }
      d.append('L').append(point(tip - 4, last.y()));
    }
    out.path(d.toString(), cls);
    return new Point(tip, last.y());
  }

  /** A corner of 4 pixels. */
  private static void corner(StringBuilder d, Point before, Point at, Point after) {
    Point in = towards(at, before);
    Point on = towards(at, after);
    d.append('L').append(point(in.x(), in.y()));
    d.append('Q').append(point(at.x(), at.y())).append(point(on.x(), on.y()));
  }

  private static Point towards(Point from, Point to) {
    double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
    double share = length == 0 ? 0 : Math.min(4, length / 2) / length;
    return new Point(
        from.x() + (to.x() - from.x()) * share, from.y() + (to.y() - from.y()) * share);
  }

  private static String point(double x, double y) {
    return Svg.num(x) + " " + Svg.num(y) + " ";
  }
}
