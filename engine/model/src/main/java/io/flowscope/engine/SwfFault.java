package io.flowscope.engine;

/**
 * A refusal as SWF words it.
 *
 * <p>The types of the service model ({@code UnknownResourceFault} and ten others) and the common
 * ones ({@code ValidationException}, {@code SerializationException}, {@code
 * UnknownOperationException}, {@code AccessDeniedException}, {@code ThrottlingException}, …).
 */
public final class SwfFault extends RuntimeException {
  private final String type;

  /**
   * @param type the simple name of the fault, for instance {@code UnknownResourceFault}
   * @param message what is wrong, naming the member and the rule
   */
  public SwfFault(String type, String message) {
    super(message, null, false, false);
    this.type = type;
  }

  /** The simple name of the fault, for instance {@code UnknownResourceFault}. */
  public String type() {
    return type;
  }

  @Override
  public String toString() {
    return type + ": " + getMessage();
  }
}
