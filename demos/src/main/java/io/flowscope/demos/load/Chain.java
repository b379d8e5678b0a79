package io.flowscope.demos.load;

import io.flowscope.Promise;

/** One task after another. */
public final class Chain implements Deep {
  private final LoadTasks tasks;

  public Chain(LoadTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public Promise<Integer> run(int length) {
    Promise<Integer> last = tasks.step(0);
    for (int i = 1; i < length; i++) {
      last = tasks.next(last);
    }
    return last;
  }
}
