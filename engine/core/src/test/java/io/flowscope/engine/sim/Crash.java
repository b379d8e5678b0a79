package io.flowscope.engine.sim;

/** The process ends here, in the middle of whatever it does. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("the simulated process ends here", null, false, false);
  }
}
