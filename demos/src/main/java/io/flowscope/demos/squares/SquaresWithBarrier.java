package io.flowscope.demos.squares;

import io.flowscope.Promise;

/**
 * The talk's barrier problem: the two decisions have nothing to do with each other, yet the second
 * one waits for the first, because code is read from top to bottom.
 */
public final class SquaresWithBarrier implements TwoSquares {
  private final SquareTasks tasks;

  public SquaresWithBarrier(SquareTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public Promise<Integer> add(int a, int b) {
    var first = tasks.square(a);
    var second = tasks.square(b);
    if (first.get() < 100) {
      first = tasks.sum(first, Promise.of(100));
    }
    if (second.get() < 100) {
      second = tasks.sum(second, Promise.of(100));
    }
    return tasks.sum(first, second);
  }
}
