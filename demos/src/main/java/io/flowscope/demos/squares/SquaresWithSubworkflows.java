package io.flowscope.demos.squares;

import io.flowscope.Promise;

/** The other cure of the barrier problem, the talk's own: a child workflow for each decision. */
public final class SquaresWithSubworkflows implements TwoSquaresInSubworkflows {
  private final OneSquare square;
  private final SquareTasks tasks;

  public SquaresWithSubworkflows(OneSquare square, SquareTasks tasks) {
    this.square = square;
    this.tasks = tasks;
  }

  @Override
  public Promise<Integer> add(int a, int b) {
    return tasks.sum(square.squareAtLeastHundred(a), square.squareAtLeastHundred(b));
  }
}
