package io.flowscope.server;

/**
 * The program was used in a way that cannot work. The message is one sentence that names the
 * option, its value and the remedy; the program prints it and ends with exit code 2.
 */
public final class UsageError extends RuntimeException {
  public UsageError(String sentence) {
    super(sentence, null, false, false);
  }
}
