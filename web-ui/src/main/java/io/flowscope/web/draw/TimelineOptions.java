package io.flowscope.web.draw;

import org.jspecify.annotations.Nullable;

/**
 * How a timeline is drawn.
 *
 * @param now the moment of the picture in epoch milliseconds; of no importance for a closed run
 * @param width in pixels, at least 300
 * @param narrow labels above their bars, for less than 640 pixels
 * @param overview a strip with the whole run above the axis
 * @param fold one lane for all calls of one line
 * @param select identity of the selected call, or null
 */
public record TimelineOptions(
    long now, int width, boolean narrow, boolean overview, boolean fold, @Nullable String select) {

  /** Throws IllegalArgumentException for a width below 300. */
  public TimelineOptions {
    if (width < 300) {
      throw new IllegalArgumentException("A timeline needs 300 pixels; it was given " + width);
    }
  }

  /** For a page of 1280 pixels with an inspector beside the diagram. */
  public static TimelineOptions wide(long now, @Nullable String select) {
    return new TimelineOptions(now, 952, false, true, true, select);
  }

  /** For a telephone. */
  public static TimelineOptions narrow(long now, @Nullable String select) {
    return new TimelineOptions(now, 358, true, false, true, select);
  }

  /** For a file. */
  public static TimelineOptions file(long now) {
    return new TimelineOptions(now, 1200, false, false, true, null);
  }
}
