package io.flowscope.web.draw;

import io.flowscope.engine.view.Timeline;

/** Draws a timeline as SVG: for a page, or as a file that stands alone. Safe for any names. */
public final class TimelineSvg {
  private TimelineSvg() {}

  /**
   * A file of its own, with its style inside, light or dark as the viewer prefers.
   *
   * @param nowMillis ends the bars that still run; of no importance for a closed run
   */
  public static String draw(Timeline timeline, long nowMillis) {
    return draw(timeline, TimelineOptions.file(nowMillis));
  }

  /** A file of its own, drawn as asked. */
  public static String draw(Timeline timeline, TimelineOptions options) {
    Drawing drawing = paint(timeline, options);
    return SvgFile.wrap("Timeline", drawing);
  }

  /** An element for a page that links {@code /static/css/tokens.css} and {@code diagram.css}. */
  public static Drawing element(Timeline timeline, TimelineOptions options) {
    Drawing drawing = paint(timeline, options);
    String open =
        "<svg class=\"dg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
            .formatted(drawing.width(), drawing.height(), drawing.width(), drawing.height());
    String label = " aria-label=\"" + Svg.escape(drawing.summary()) + "\">";
    return new Drawing(
        open + label + drawing.svg() + "</svg>",
        drawing.summary(),
        drawing.width(),
        drawing.height());
  }

  private static Drawing paint(Timeline timeline, TimelineOptions options) {
    return new TimelinePainter(RunModel.of(timeline, options.now()), options).draw();
  }
}
