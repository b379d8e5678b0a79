package io.flowscope.demos.load;

import io.flowscope.Promise;

/** A task that does nothing, for finding out what everything around it costs. */
public interface LoadTasks {
  Promise<Integer> step(int number);

  /** The same, for a number that is not known yet. */
  Promise<Integer> next(Promise<Integer> number);

  /** The same, for two numbers. */
  Promise<Integer> sum(Promise<Integer> one, Promise<Integer> other);
}
