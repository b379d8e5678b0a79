package io.flowscope.demos.reduce;

import io.flowscope.Promise;

/** Fetches and adds numbers. */
public interface NumberTasks {
  /** A number that takes a while to get; some take longer. */
  Promise<Long> fetch(int number);

  Promise<Long> add(Promise<Long> first, Promise<Long> second);
}
