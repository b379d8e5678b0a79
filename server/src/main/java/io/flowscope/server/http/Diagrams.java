package io.flowscope.server.http;

import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.RunFold;
import io.flowscope.web.draw.Drawing;
import io.flowscope.web.draw.GraphDot;
import io.flowscope.web.draw.GraphDrawer;
import io.flowscope.web.draw.TimelineSvg;
import io.javalin.http.Context;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Pictures of a run: as files, and the graph as an element of a page. */
final class Diagrams {
  /** A picture brings its own style, and nothing else. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

  private static final String SVG = "image/svg+xml;charset=utf-8";

  private final Runs runs;
  private final InstantSource clock;
  private final GraphDrawer drawer = new GraphDrawer();

  Diagrams(Runs runs, InstantSource clock) {
    this.runs = runs;
    this.clock = clock;
  }

  /** The timeline as a file. */
  void diagram(Context ctx) {
    file(ctx, TimelineSvg.draw(runs.run(Params.run(ctx)).read(RunFold::timeline), clock.millis()));
  }

  /** The graph as a file. */
  void graph(Context ctx) {
    file(ctx, drawer.file(graphOf(ctx)));
  }

  /** The graph as text for Graphviz. */
  void dot(Context ctx) {
    ctx.contentType("text/vnd.graphviz;charset=utf-8").result(GraphDot.draw(graphOf(ctx)));
  }

  /** The graph as an element, for a page that is open already. */
  void element(Context ctx) {
    ctx.contentType(SVG).result(drawing(graphOf(ctx), null).svg());
  }

  /** The graph as an element. */
  Drawing drawing(Graph graph, @Nullable String select) {
    return drawer.drawing(graph, select);
  }

  private Graph graphOf(Context ctx) {
    return runs.run(Params.run(ctx)).read(RunFold::graph);
  }

  private static void file(Context ctx, String picture) {
    ctx.header("Content-Security-Policy", POLICY);
    ctx.contentType(SVG).result(picture);
  }
}
