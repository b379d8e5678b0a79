package io.flowscope.worker;

import io.flowscope.Promise;
import java.util.List;
import java.util.function.Function;

/**
 * A value as JSON, frozen when it was written, with a hole for each promise whose value was not
 * known: {@link #fill} gives the final text.
 */
public final class Template {
  private final String text;
  private final int[] offsets;
  private final int[] holes;
  private final List<Promise<?>> promises;

  /**
   * @param offsets where in {@code text} the holes are, ascending
   * @param holes for each hole the index of its promise
   */
  Template(String text, int[] offsets, int[] holes, List<Promise<?>> promises) {
    this.text = text;
    this.offsets = offsets;
    this.holes = holes;
    this.promises = List.copyOf(promises);
  }

  /**
   * The promises that leave a hole, each once, in the order in which they were found. A promise
   * made by {@link Promise#of} leaves none, one made by {@link Promise#failed} does.
   */
  public List<Promise<?>> promises() {
    return promises;
  }

  /** Whether there is no hole, so that {@link #fill} asks for nothing. */
  public boolean complete() {
    return promises.isEmpty();
  }

  /**
   * The final JSON text.
   *
   * @param json gives the JSON text of the value of each of {@link #promises}; asked once for each
   *     hole
   */
  public String fill(Function<? super Promise<?>, String> json) {
    if (offsets.length == 0) {
      return text;
    }
    StringBuilder filled = new StringBuilder(text.length() + 16 * offsets.length);
    int from = 0;
    for (int i = 0; i < offsets.length; i++) {
      filled.append(text, from, offsets[i]);
      filled.append(json.apply(promises.get(holes[i])));
      from = offsets[i];
    }
    return filled.append(text, from, text.length()).toString();
  }

  /** The length of the text around the holes, in characters. */
  public int length() {
    return text.length();
  }
}
