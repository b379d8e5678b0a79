package io.flowscope.demos.python;

import java.util.List;
import java.util.stream.IntStream;

/** Measures what looks like chance and is always the same. */
public final class Meter {
  List<Double> measure(int count) {
    return IntStream.range(0, count).mapToObj(i -> i * 37 % 101 / 4.0).toList();
  }
}
