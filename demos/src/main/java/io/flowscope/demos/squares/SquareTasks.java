package io.flowscope.demos.squares;

import io.flowscope.Promise;

/** Two operations that pretend to be slow. */
public interface SquareTasks {
  Promise<Integer> square(int number);

  Promise<Integer> sum(Promise<Integer> first, Promise<Integer> second);
}
