package io.flowscope.demos.load;

import io.flowscope.Promise;
import java.util.List;

/** {@code width} tasks that need nothing of each other. */
public interface Wide {
  Promise<List<Promise<Integer>>> run(int width);
}
