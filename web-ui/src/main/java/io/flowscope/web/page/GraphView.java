package io.flowscope.web.page;

import io.flowscope.engine.view.Graph;
import io.flowscope.engine.view.Timeline;
import io.flowscope.web.draw.Drawing;

/**
 * What needed what.
 *
 * @param graph the nodes and edges
 * @param timeline the same run, for the inspector
 * @param drawing the graph as an SVG element, made by {@code GraphDrawer.drawing}
 */
public record GraphView(Graph graph, Timeline timeline, Drawing drawing)
    implements ExecutionPage.View {}
