package io.flowscope.demos.reduce;

import io.flowscope.Promise;
import java.util.stream.IntStream;

/** Adds any two numbers as soon as they are there, whichever they are. */
public final class ParallelSum implements AddNumbers {
  private final NumberTasks numbers;

  public ParallelSum(NumberTasks numbers) {
    this.numbers = numbers;
  }

  @Override
  public Promise<Long> add(int count) {
    var fetched = IntStream.rangeClosed(1, count).mapToObj(numbers::fetch).toList();
    return Promise.reduce(fetched, numbers::add);
  }
}
