package io.flowscope.demos.load;

/** Does nothing. */
public final class Idle {
  int step(int number) {
    return number;
  }

  int next(int number) {
    return number + 1;
  }
}
