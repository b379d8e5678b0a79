package io.flowscope.demos.squares;

import io.flowscope.Flow;
import io.flowscope.Promise;

/** One cure of the barrier problem: each decision stands in a branch of its own. */
public final class SquaresWithBranches implements TwoSquaresInBranches {
  private final SquareTasks tasks;
  private final Flow flow;

  public SquaresWithBranches(SquareTasks tasks, Flow flow) {
    this.tasks = tasks;
    this.flow = flow;
  }

  @Override
  public Promise<Integer> add(int a, int b) {
    return tasks.sum(flow.branch(() -> atLeastHundred(a)), flow.branch(() -> atLeastHundred(b)));
  }

  private int atLeastHundred(int number) {
    var square = tasks.square(number);
    return square.get() < 100 ? tasks.sum(square, Promise.of(100)).get() : square.get();
  }
}
