package io.flowscope.engine.core;

import io.flowscope.engine.decide.Limits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts lists into pages. */
final class Pages {
  private Pages() {}

  /** How much a page holds: what is asked for, or the most. */
  static int size(@Nullable Integer asked, Limits limits) {
    return asked == null || asked <= 0 ? limits.pageSize() : Math.min(asked, limits.pageSize());
  }

  /** A page and whether there is more. */
  record Page<T>(List<T> items, boolean more) {
    T last() {
      return items.get(items.size() - 1);
    }
  }

  static <T> Page<T> take(Iterator<T> from, int size) {
    List<T> items = new ArrayList<>();
    while (items.size() < size && from.hasNext()) {
      items.add(from.next());
    }
    return new Page<>(items, from.hasNext());
  }
}
