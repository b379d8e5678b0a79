package io.flowscope.demos.load;

import io.flowscope.Promise;

/** {@code length} tasks, each of which needs the one before. */
public interface Deep {
  Promise<Integer> run(int length);
}
