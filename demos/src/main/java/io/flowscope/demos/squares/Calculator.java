package io.flowscope.demos.squares;

import io.flowscope.demos.Pause;

/** Adds and multiplies, slowly. */
public final class Calculator {
  private final Pause pause;

  public Calculator(Pause pause) {
    this.pause = pause;
  }

  int square(int number) {
    pause.millis(number > 10 ? 900 : 300);
    return number * number;
  }

  int sum(int first, int second) {
    pause.millis(400);
    return first + second;
  }
}
