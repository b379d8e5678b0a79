package io.flowscope;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Puts parts of a list into calls of their own: with child workflows a run goes over more than one
 * history holds. SWF ends an execution at 25,000 events, which is about 8,300 tasks.
 *
 * <pre>{@code
 * Promise<List<Image>> images = Chunks.map(chapters, 500, part -> album.thumbnails(part));
 * }</pre>
 */
public final class Chunks {
  private Chunks() {}

  /**
   * Calls {@code call} for each {@code size} items, the rest in a last call, and gives all results
   * in the order of the items. The parts run side by side; {@code @Workflow(limit)} says how many
   * at once. An empty list makes no call.
   *
   * @param size 1 or more; the items of a part and its results travel as one value each
   * @param call usually a child workflow's method {@code Promise<List<R>> work(List<T> part)}
   * @throws IllegalArgumentException when {@code size} is below 1
   */
  public static <T, R> Promise<List<R>> map(
      List<? extends T> items, int size, Function<List<T>, Promise<List<R>>> call) {
    if (size < 1) {
      throw new IllegalArgumentException("A chunk has at least one item, not " + size);
    }
    List<Promise<List<R>>> parts = new ArrayList<>();
    for (int from = 0; from < items.size(); from += size) {
      parts.add(call.apply(List.copyOf(items.subList(from, Math.min(items.size(), from + size)))));
    }
    return Promise.all(parts).map(Chunks::joined);
  }

  private static <R> List<R> joined(List<List<R>> parts) {
    List<R> all = new ArrayList<>();
    parts.forEach(all::addAll);
    return all;
  }
}
