package io.flowscope.demos.load;

import io.flowscope.Promise;
import java.util.List;
import java.util.stream.IntStream;

/** All tasks at once. */
public final class FanOut implements Wide {
  private final LoadTasks tasks;

  public FanOut(LoadTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public Promise<List<Promise<Integer>>> run(int width) {
    return Promise.of(IntStream.range(0, width).mapToObj(tasks::step).toList());
  }
}
