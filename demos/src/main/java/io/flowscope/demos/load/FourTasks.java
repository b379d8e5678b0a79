package io.flowscope.demos.load;

import io.flowscope.Promise;

/** The smallest workflow that splits and joins. */
public final class FourTasks implements Diamond {
  private final LoadTasks tasks;

  public FourTasks(LoadTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public Promise<Integer> run(int number) {
    Promise<Integer> first = tasks.step(number);
    return tasks.sum(tasks.next(first), tasks.next(first));
  }
}
