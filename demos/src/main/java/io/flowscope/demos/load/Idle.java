package io.flowscope.demos.load;

/** Does nothing. */
public final class Idle {
  int step(int number) {
    return number;
  }

  int next(int number) {
    return number + 1;
  }

  int sum(int one, int other) {
    return one + other;
  }
}
