package io.flowscope.web.draw;

import guru.nidi.graphviz.engine.Engine;
import guru.nidi.graphviz.engine.Format;
import guru.nidi.graphviz.engine.Graphviz;
import guru.nidi.graphviz.engine.GraphvizCmdLineEngine;
import guru.nidi.graphviz.engine.GraphvizException;
import io.flowscope.web.draw.GraphShape.Line;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lays out with the program {@code dot}. Only its command line is ever used: the engines that
 * graphviz-java would fall back to take a gigabyte, or answer nothing at all.
 */
final class DotLayout implements GraphLayout {
  private static final double INCH = 72;
  private static final double MARGIN = 16;
  private static final Object ENGINE = new Object();
  private static boolean engineSet;

  /** Whether {@code dot} is on the search path. */
  static boolean installed() {
    String path = System.getenv("PATH");
    if (path == null) {
      return false;
    }
    for (String folder : path.split(File.pathSeparator)) {
      if (new File(folder, "dot").canExecute() || new File(folder, "dot.exe").canExecute()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Placed place(GraphShape shape) {
    String plain;
    try {
      useCommandLine();
      plain =
          Graphviz.fromString(GraphDot.forLayout(shape))
              .engine(Engine.DOT)
              .render(Format.PLAIN)
              .toString();
    } catch (GraphvizException e) {
      throw new LayoutFailed("dot drew nothing: " + e.getMessage(), e);
    }
    return parse(shape, plain);
  }

  private static void useCommandLine() {
    synchronized (ENGINE) {
      if (!engineSet) {
        Graphviz.useEngine(new GraphvizCmdLineEngine().timeout(5, TimeUnit.SECONDS));
        engineSet = true;
      }
    }
  }

  /** Reads what {@code dot -Tplain} says: inches, y upwards, places of middles. */
  static Placed parse(GraphShape shape, String plain) {
    Map<String, Point> boxes = new HashMap<>();
    Map<Line, Route> routes = new HashMap<>();
    Map<String, List<Line>> lines = new HashMap<>();
    for (Line line : shape.lines()) {
      lines.computeIfAbsent(line.from() + " " + line.to(), k -> new ArrayList<>()).add(line);
    }
    double width = 0;
    double height = 0;
    for (String row : plain.lines().toList()) {
      String[] part = row.split(" ", -1);
      switch (part[0]) {
        case "graph" -> {
          width = pixels(part[2]);
          height = pixels(part[3]);
        }
        case "node" -> {
          double x = pixels(part[2]) - pixels(part[4]) / 2;
          double y = height - pixels(part[3]) - pixels(part[5]) / 2;
          boxes.put(part[1], new Point(x + MARGIN, y + MARGIN));
        }
        case "edge" -> {
          List<Line> same = lines.getOrDefault(part[1] + " " + part[2], List.of());
          if (!same.isEmpty()) {
            routes.put(same.removeFirst(), route(part, height));
          }
        }
        default -> {}
      }
    }
    if (boxes.size() != shape.boxes().size()) {
      throw new LayoutFailed(
          "dot placed " + boxes.size() + " of " + shape.boxes().size() + " boxes", null);
    }
    return new Placed(width + 2 * MARGIN, height + 2 * MARGIN, boxes, routes);
  }

  private static Route route(String[] part, double height) {
    int n = Integer.parseInt(part[3]);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double x = pixels(part[4 + 2 * i]);
      double y = height - pixels(part[5 + 2 * i]);
      points.add(new Point(x + MARGIN, y + MARGIN));
    }
    return new Route(points, true);
  }

  private static double pixels(String inches) {
    return Double.parseDouble(inches) * INCH;
  }
}
