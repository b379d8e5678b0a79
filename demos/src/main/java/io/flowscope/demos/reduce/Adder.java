package io.flowscope.demos.reduce;

import io.flowscope.demos.Pause;

/** Fetches and adds, slowly. */
public final class Adder {
  private final Pause pause;

  public Adder(Pause pause) {
    this.pause = pause;
  }

  long fetch(int number) {
    pause.millis(150 + number * 37L % 400);
    return number;
  }

  long add(long first, long second) {
    pause.millis(200);
    return first + second;
  }
}
