package io.flowscope.demos.reduce;

import io.flowscope.Promise;

/** Adds the numbers from 1 to {@code count}. */
public interface AddNumbers {
  Promise<Long> add(int count);
}
