package io.flowscope.web.draw;

import io.flowscope.engine.view.Graph;
import io.flowscope.web.draw.GraphLayout.LayoutFailed;
import io.flowscope.web.draw.GraphLayout.Placed;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws graphs: with {@code dot} where it is installed, else with ELK on the JVM. Laying out takes
 * from milliseconds to five seconds, so call it where waiting is allowed; a layout is kept as long
 * as the graph's structure stays the same, so that changed states cost nothing. Thread-safe.
 */
public final class GraphDrawer {
  private static final int KEPT = 64;

  private final GraphLayout first;
  private final GraphLayout second;
  private final Map<String, Placed> layouts =
      new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Placed> eldest) {
          return size() > KEPT;
        }
      };

  /** Looks for {@code dot} once. */
  public GraphDrawer() {
    this(DotLayout.installed() ? new DotLayout() : new ElkLayout(), new ElkLayout());
  }

  GraphDrawer(GraphLayout first, GraphLayout second) {
    this.first = first;
    this.second = second;
  }

  /**
   * An element for a page that links {@code tokens.css} and {@code diagram.css}.
   *
   * @param select identity of the selected call or barrier, or null
   */
  public Drawing drawing(Graph graph, @Nullable String select) {
    Drawing drawing = draw(graph, select);
    String open =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dg\" width=\"%d\" height=\"%d\""
            .formatted(drawing.width(), drawing.height());
    String box =
        " viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(drawing.width(), drawing.height(), Svg.escape(drawing.summary()));
    return new Drawing(
        open + box + drawing.svg() + "</svg>",
        drawing.summary(),
        drawing.width(),
        drawing.height());
  }

  /** A file of its own, with its style inside. */
  public String file(Graph graph) {
    return SvgFile.wrap("Graph", draw(graph, null));
  }

  private Drawing draw(Graph graph, @Nullable String select) {
    GraphShape shape = GraphShape.of(graph);
    return new GraphSvg(shape, placed(shape), select).draw();
  }

  private Placed placed(GraphShape shape) {
    String structure = shape.structure();
    synchronized (layouts) {
      Placed known = layouts.get(structure);
      if (known != null) {
        return known;
      }
    }
    Placed placed = place(shape);
    synchronized (layouts) {
      layouts.put(structure, placed);
    }
    return placed;
  }

  private Placed place(GraphShape shape) {
    try {
      return first.place(shape);
    } catch (LayoutFailed e) {
      return second.place(shape);
    }
  }
}
