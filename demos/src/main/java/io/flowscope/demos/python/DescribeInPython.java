package io.flowscope.demos.python;

import io.flowscope.Promise;

/** Tasks in another language are called like any other; what they throw is a failure like any. */
public final class DescribeInPython implements Describing {
  private final Measurements measurements;
  private final Statistics statistics;

  public DescribeInPython(Measurements measurements, Statistics statistics) {
    this.measurements = measurements;
    this.statistics = statistics;
  }

  @Override
  public Promise<Findings> describe(int count, int dartSeconds) {
    var numbers = measurements.measure(count);
    var pi = statistics.throwDarts(dartSeconds);
    var summary = statistics.summarize(numbers);
    var histogram = statistics.histogram(numbers, 4);
    var refused =
        statistics
            .histogram(numbers, 0)
            .map(counts -> "not refused")
            .recover(failure -> failure.reason());
    return Promise.of(new Findings(summary, histogram, refused, pi));
  }
}
