package io.flowscope.demos.python;

import io.flowscope.Promise;

/** Measures in Java, calculates in Python. */
public interface Describing {
  Promise<Findings> describe(int count, int dartSeconds);
}
