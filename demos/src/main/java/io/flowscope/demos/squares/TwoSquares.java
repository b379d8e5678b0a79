package io.flowscope.demos.squares;

import io.flowscope.Promise;

/** Adds two squares, each raised by a hundred where it is too small or too large. */
public interface TwoSquares {
  Promise<Integer> add(int a, int b);
}
