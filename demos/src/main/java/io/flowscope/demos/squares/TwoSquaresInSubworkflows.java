package io.flowscope.demos.squares;

import io.flowscope.Promise;

/** The same as {@link TwoSquares}, without waiting in vain. */
public interface TwoSquaresInSubworkflows {
  Promise<Integer> add(int a, int b);
}
