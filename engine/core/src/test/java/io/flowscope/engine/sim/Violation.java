package io.flowscope.engine.sim;

/** What must never happen has happened. An error, so that no engine can take it for a failure. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  Violation(String invariant, String what) {
    super(invariant + ": " + what);
  }

  static void unless(boolean holds, String invariant, Object... what) {
    if (!holds) {
      StringBuilder text = new StringBuilder();
      for (Object part : what) {
        text.append(part);
      }
      throw new Violation(invariant, text.toString());
    }
  }
}
