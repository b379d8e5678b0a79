package io.flowscope.web.draw;

/**
 * A picture: one {@code svg} element, well-formed, without scripts, links or style attributes.
 *
 * @param svg the element
 * @param summary the sentence that says the same in words
 * @param width in pixels
 * @param height in pixels
 */
public record Drawing(String svg, String summary, int width, int height) {}
