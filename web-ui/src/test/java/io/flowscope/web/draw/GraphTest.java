package io.flowscope.web.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.Graph.Edge;
import io.flowscope.engine.view.Graph.EdgeKind;
import io.flowscope.engine.view.Graph.Node;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.Timeline;
import io.flowscope.web.draw.GraphLayout.LayoutFailed;
import io.flowscope.web.draw.GraphLayout.Placed;
import io.flowscope.web.draw.GraphLayout.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class GraphTest {

  /** The graph of a timeline: its calls and barriers. */
  static Graph graph(Timeline timeline) {
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    Timeline.Calls c = timeline.calls();
    for (int i = 0; i < c.id().size(); i++) {
      String id = c.id().get(i);
      var tries = c.attempts().get(i);
      Long scheduled = tries.isEmpty() ? null : (Long) tries.getFirst().scheduledAt();
      Long started = tries.isEmpty() ? null : tries.getLast().startedAt();
      Long closed = tries.isEmpty() ? null : tries.getLast().closedAt();
      nodes.add(
          new Node(
              id,
              c.label().get(i),
              c.task().get(i),
              c.kind().get(i),
              c.state().get(i),
              scheduled,
              started,
              closed,
              c.callSite().get(i),
              tries));
      c.needs().get(i).forEach(from -> edges.add(new Edge(from, id, EdgeKind.DATA)));
      c.after().get(i).forEach(from -> edges.add(new Edge(from, id, EdgeKind.CONTROL)));
    }
    Timeline.Barriers b = timeline.barriers();
    for (int i = 0; i < b.id().size(); i++) {
      String id = b.id().get(i);
      Long passed = b.passedAt().get(i);
      NodeState state = passed == null ? NodeState.PENDING : NodeState.COMPLETED;
      String site = b.callSite().get(i);
      nodes.add(
          new Node(id, id, "get", NodeKind.BARRIER, state, null, null, passed, site, List.of()));
      b.on().get(i).forEach(from -> edges.add(new Edge(from, id, EdgeKind.CONTROL)));
    }
    return new Graph(nodes, edges);
  }

  private static Set<String> nodesOf(Document svg) {
    Set<String> ids = new TreeSet<>();
    TimelineSvgTest.elements(svg, "data-id").forEach(e -> ids.add(e.getAttribute("data-id")));
    return ids;
  }

  private static Set<String> edgesOf(Document svg) {
    Set<String> edges = new TreeSet<>();
    TimelineSvgTest.elements(svg, "data-kind")
        .forEach(
            e ->
                edges.add(
                    e.getAttribute("data-from")
                        + " "
                        + e.getAttribute("data-kind")
                        + " "
                        + e.getAttribute("data-to")));
    return edges;
  }

  private static void showsEverything(GraphLayout layout, Graph graph) throws Exception {
    GraphDrawer drawer = new GraphDrawer(layout, layout);
    Document svg = TimelineSvgTest.parse(drawer.drawing(graph, null).svg());
    Set<String> nodes = new TreeSet<>();
    graph.nodes().forEach(node -> nodes.add(node.id()));
    nodes.removeIf(id -> id.matches(".*thumbnail-([2-9]|1.)"));
    Set<String> edges = new TreeSet<>();
    graph
        .edges()
        .forEach(
            e ->
                edges.add(
                    e.from()
                        + " "
                        + (e.kind() == EdgeKind.DATA ? "data" : "control")
                        + " "
                        + e.to()));
    edges.removeIf(edge -> edge.matches(".*thumbnail-([2-9]|1.)"));
    assertThat(nodesOf(svg)).isEqualTo(nodes);
    assertThat(edgesOf(svg)).isEqualTo(edges);
  }

  @Test
  void elkShowsEveryNodeAndEdge() throws Exception {
    showsEverything(new ElkLayout(), graph(TalkRun.closed()));
    showsEverything(new ElkLayout(), graph(TalkRun.at(60)));
    showsEverything(new ElkLayout(), new Graph(List.of(), List.of()));
  }

  @Test
  void dotShowsEveryNodeAndEdge() throws Exception {
    assertThat(DotLayout.installed()).as("dot is needed here; scripts/test installs it").isTrue();
    showsEverything(new DotLayout(), graph(TalkRun.closed()));
    showsEverything(new DotLayout(), graph(TalkRun.at(60)));
  }

  @Test
  void boxesNeverOverlap() {
    List<GraphLayout> layouts = new ArrayList<>(List.of(new ElkLayout()));
    if (DotLayout.installed()) {
      layouts.add(new DotLayout());
    }
    GraphShape shape = GraphShape.of(graph(TalkRun.closed()));
    for (GraphLayout layout : layouts) {
      Placed placed = layout.place(shape);
      for (var a : shape.boxes()) {
        for (var b : shape.boxes()) {
          if (a != b) {
            Point p = placed.boxes().get(a.key());
            Point q = placed.boxes().get(b.key());
            boolean apart =
                p.x() + GraphShape.width(a) < q.x()
                    || q.x() + GraphShape.width(b) < p.x()
                    || p.y() + shape.height(a) < q.y()
                    || q.y() + shape.height(b) < p.y();
            assertThat(apart).as("%s and %s", a.label(), b.label()).isTrue();
          }
        }
      }
    }
  }

  @Test
  void manyCallsOfOneLineAreOneBox() {
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) {
      nodes.add(node("T.step-" + i, "A.java:7"));
      edges.add(new Edge("T.step-" + i, "T.sum-1", EdgeKind.DATA));
    }
    nodes.add(node("T.sum-1", "A.java:9"));
    GraphShape shape = GraphShape.of(new Graph(nodes, edges));
    assertThat(shape.boxes())
        .extracting(GraphShape.Box::label)
        .containsExactly("step × 1000", "sum-1");
    assertThat(shape.lines()).hasSize(1);
  }

  private static Node node(String id, String site) {
    String label = id.substring(id.indexOf('.') + 1);
    NodeState state = NodeState.COMPLETED;
    return new Node(id, label, "T.x", NodeKind.ACTIVITY, state, 1L, 2L, 3L, site, List.of());
  }

  @Test
  void dotTextSurvivesHostileNames() throws Exception {
    String hostile = "a\"]; b [label=<<b>x</b>>, URL=\"javascript:x\"] \\ \\N \u0000\u0007 {|}";
    Graph graph =
        new Graph(
            List.of(node("T." + hostile, hostile + ":3"), node("T.b-1", "A:2")),
            List.of(new Edge("T." + hostile, "T.b-1", EdgeKind.DATA)));
    String dot = GraphDot.draw(graph);
    assertThat(dot).contains("\"n1\"").contains("\"n1\" -> \"n2\"");
    assertThat(dot.lines().filter(line -> line.contains("->"))).hasSize(1);
    TimelineSvgTest.parse(new GraphDrawer(new ElkLayout(), new ElkLayout()).file(graph));
    if (DotLayout.installed()) {
      String svg =
          guru.nidi.graphviz.engine.Graphviz.fromString(dot)
              .render(guru.nidi.graphviz.engine.Format.SVG)
              .toString();
      assertThat(svg).contains("<svg").doesNotContain("xlink:href", "<b>");
      assertThat(svg.split("class=\"node\"", -1)).hasSize(3);
    }
  }

  @Test
  void aFailingLayoutIsReplacedAndTheResultKept() {
    AtomicInteger calls = new AtomicInteger();
    GraphLayout broken =
        shape -> {
          calls.incrementAndGet();
          throw new LayoutFailed("no", null);
        };
    GraphDrawer drawer = new GraphDrawer(broken, new ElkLayout());
    Graph graph = graph(TalkRun.closed());
    assertThat(drawer.drawing(graph, null).svg()).contains("manifest-1");
    assertThat(drawer.drawing(graph, "VideoTasks.manifest-1").svg()).contains("completed sel");
    assertThat(calls).hasValue(1);
  }
}
