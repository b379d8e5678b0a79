package io.flowscope.web.draw;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Pictures that stand alone: the tokens and the diagram's rules travel inside. */
final class SvgFile {
  private static final int MARGIN = 16;

  private SvgFile() {}

  /** The colours and the marks, as pages have them. */
  static String style() {
    return read("/static/css/tokens.css") + read("/static/css/diagram.css");
  }

  static String wrap(String title, Drawing drawing) {
    int width = drawing.width() + 2 * MARGIN;
    int height = drawing.height() + 2 * MARGIN;
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <svg xmlns="http://www.w3.org/2000/svg" class="dg" width="%d" height="%d" \
    viewBox="%d %d %d %d" role="img" aria-labelledby="title desc">
    <title id="title">%s</title>
    <desc id="desc">%s</desc>
    <style>%s</style>
    <rect x="%d" y="%d" width="%d" height="%d" class="g-surf"/>
    %s
    </svg>
    """
        .formatted(
            width,
            height,
            -MARGIN,
            -MARGIN,
            width,
            height,
            Svg.escape(title),
            Svg.escape(drawing.summary()),
            style().replace("&", "&amp;").replace("<", "&lt;"),
            -MARGIN,
            -MARGIN,
            width,
            height,
            drawing.svg());
  }

  private static String read(String resource) {
    try (InputStream in = SvgFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
