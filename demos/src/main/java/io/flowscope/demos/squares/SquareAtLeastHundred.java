package io.flowscope.demos.squares;

import io.flowscope.Promise;

/** One decision in a workflow of its own, so that its barrier holds nobody else back. */
public final class SquareAtLeastHundred implements OneSquare {
  private final SquareTasks tasks;

  public SquareAtLeastHundred(SquareTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public Promise<Integer> squareAtLeastHundred(int number) {
    var square = tasks.square(number);
    return square.get() < 100 ? tasks.sum(square, Promise.of(100)) : square;
  }
}
