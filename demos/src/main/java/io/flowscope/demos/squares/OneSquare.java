package io.flowscope.demos.squares;

import io.flowscope.Promise;

/** A square, raised by a hundred where it is small. */
public interface OneSquare {
  Promise<Integer> squareAtLeastHundred(int number);
}
