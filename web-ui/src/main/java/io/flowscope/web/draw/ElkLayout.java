package io.flowscope.web.draw;

import io.flowscope.web.draw.GraphShape.Box;
import io.flowscope.web.draw.GraphShape.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Lays out with ELK on the JVM: needs nothing installed. */
final class ElkLayout implements GraphLayout {

  private static final class Registered {
    static final boolean DONE = register();

    private static boolean register() {
      LayoutMetaDataService.getInstance()
          .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
      return true;
    }
  }

  @Override
  public Placed place(GraphShape shape) {
    if (!Registered.DONE) {
      throw new IllegalStateException("ELK is not registered");
    }
    ElkNode root = ElkGraphUtil.createGraph();
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(CoreOptions.PADDING, new ElkPadding(16));
    root.setProperty(LayeredOptions.SPACING_NODE_NODE, 22.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 44.0);
    Map<String, ElkNode> nodes = new HashMap<>();
    for (Box box : shape.boxes()) {
      ElkNode node = ElkGraphUtil.createNode(root);
      node.setDimensions(GraphShape.width(box), shape.height(box));
      nodes.put(box.key(), node);
    }
    Map<Line, ElkEdge> edges = new LinkedHashMap<>();
    for (Line line : shape.lines()) {
      edges.put(line, ElkGraphUtil.createSimpleEdge(nodes.get(line.from()), nodes.get(line.to())));
    }
    try {
      new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    } catch (RuntimeException e) {
      throw new LayoutFailed("ELK found no layout: " + e.getMessage(), e);
    }
    Map<String, Point> boxes = new HashMap<>();
    nodes.forEach((key, node) -> boxes.put(key, new Point(node.getX(), node.getY())));
    Map<Line, Route> routes = new HashMap<>();
    edges.forEach((line, edge) -> routes.put(line, route(edge)));
    return new Placed(root.getWidth(), root.getHeight(), boxes, routes);
  }

  private static Route route(ElkEdge edge) {
    List<Point> points = new ArrayList<>();
    for (ElkEdgeSection section : edge.getSections()) {
      points.add(new Point(section.getStartX(), section.getStartY()));
      section.getBendPoints().forEach(bend -> points.add(new Point(bend.getX(), bend.getY())));
      points.add(new Point(section.getEndX(), section.getEndY()));
    }
    return new Route(points, false);
  }
}
