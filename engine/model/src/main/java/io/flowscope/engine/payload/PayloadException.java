package io.flowscope.engine.payload;

/** A large value cannot be stored or read. The message is a sentence for people. */
public final class PayloadException extends RuntimeException {

  /** Why. */
  public enum Kind {
    /** There is none of that hash. */
    MISSING,
    /** What is stored under the hash has another one. */
    DAMAGED,
    /** The store does not answer, or has no room: later it may. */
    UNAVAILABLE,
    /** The store does not take it, or there is no store. */
    REFUSED
  }

  private final Kind kind;

  public PayloadException(Kind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  public PayloadException(Kind kind, String sentence, Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }

  /** Whether the same call may succeed later, with nobody doing anything about this value. */
  public boolean passes() {
    return kind == Kind.UNAVAILABLE;
  }
}
