package io.flowscope.web.draw;

import java.util.List;
import java.util.Map;

/** Finds a place for each box, left to right. Implementations are thread-safe. */
interface GraphLayout {

  /**
   * Lays out {@code shape}.
   *
   * @throws LayoutFailed when no picture came out
   */
  Placed place(GraphShape shape);

  /**
   * @param boxes top left corner of each box, by key
   * @param routes the way of each line
   */
  record Placed(
      double width, double height, Map<String, Point> boxes, Map<GraphShape.Line, Route> routes) {}

  /** A place in pixels, y downwards. */
  record Point(double x, double y) {}

  /** From start to end; {@code curved}: one point, then control points in threes. */
  record Route(List<Point> points, boolean curved) {}

  /** There is no layout; the message says why. */
  final class LayoutFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    LayoutFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
