package io.flowscope.worker;

/**
 * A value that cannot be written as JSON or read from it. The message begins with the path of the
 * part that is wrong, for instance {@code argument 2.items[3]}; arguments count from 1, elements
 * from 0 as in Java.
 */
public final class ValueException extends RuntimeException {
  private final String path;

  ValueException(String path, String problem) {
    super(path + ": " + problem, null, false, true);
    this.path = path;
  }

  /** Where the value is, for instance {@code argument 2.items[3]}. */
  public String path() {
    return path;
  }
}
