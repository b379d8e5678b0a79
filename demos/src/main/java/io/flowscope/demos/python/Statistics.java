package io.flowscope.demos.python;

import io.flowscope.Promise;
import io.flowscope.Task;
import java.util.List;

/** What a worker in Python does: {@code demos/python/worker.py}. This jar only calls it. */
public interface Statistics {
  /** Number, mean and standard deviation. */
  @Task(taskList = "python", heartbeat = "PT15S")
  Promise<Summary> summarize(Promise<List<Double>> numbers);

  /** Counts in so many equally wide bins; fails for fewer than one. */
  @Task(taskList = "python", heartbeat = "PT15S")
  Promise<List<Long>> histogram(Promise<List<Double>> numbers, int bins);

  /** Pi, by throwing darts for so many seconds. */
  @Task(taskList = "python", heartbeat = "PT15S", label = "darts for {0} s")
  Promise<Double> throwDarts(int seconds);
}
