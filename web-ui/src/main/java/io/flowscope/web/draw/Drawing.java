package io.flowscope.web.draw;

import gg.jte.Content;

/**
 * A picture: one {@code svg} element, well-formed, without scripts, links or style attributes;
 * every name in it is escaped.
 *
 * @param svg the element
 * @param summary the sentence that says the same in words
 * @param width in pixels
 * @param height in pixels
 */
public record Drawing(String svg, String summary, int width, int height) {

  /** The element as templates take it. */
  public Content content() {
    return output -> output.writeContent(svg);
  }
}
