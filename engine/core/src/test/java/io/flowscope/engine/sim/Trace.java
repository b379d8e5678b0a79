package io.flowscope.engine.sim;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Tells what happens in a run, to whoever looks for the cause of a violation. */
final class Trace {
  static final Trace NONE = new Trace(null);

  private final @Nullable PrintStream out;
  private long sum = 17;

  Trace(@Nullable PrintStream out) {
    this.out = out;
  }

  void say(String format, Object... arguments) {
    if (out != null) {
      out.println(String.format(format, arguments));
    }
  }

  /** Adds to the fingerprint of the run. */
  void mix(int value) {
    sum = sum * 1_000_003 + value;
  }

  /** The same for two runs that did the same. */
  long fingerprint() {
    return sum;
  }
}
