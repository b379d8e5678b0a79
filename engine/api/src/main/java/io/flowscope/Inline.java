package io.flowscope;

/** Plain-Java execution with the engine's error rules: a throw becomes a failed promise. */
public final class Inline {
  private Inline() {}

  /** A stub of {@code type} that calls {@code implementation} at once. */
  public static <T> T of(Class<T> type, Object implementation) {
    throw new UnsupportedOperationException();
  }

  static Flow flow() {
    throw new UnsupportedOperationException();
  }
}
