package io.flowscope.swf;

/** What came of checking a signature. */
public sealed interface Verification {

  /**
   * The request was signed with the secret of this key.
   *
   * @param region the region that the caller signed for; any is accepted
   */
  record Verified(String accessKey, String region) implements Verification {}

  /** The request is refused; the reason is one of AWS's errors. */
  record Refused(Error error, String message) implements Verification {}

  /** AWS's errors of authentication. */
  enum Error {
    /** There is no signature at all. */
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException", 403),
    /** A part of the signature is missing or cannot be read. */
    INCOMPLETE_SIGNATURE("IncompleteSignatureException", 400),
    /** The access key is not known. */
    UNRECOGNIZED_CLIENT("UnrecognizedClientException", 403),
    /** The signature does not fit, is too old, or leaves out a header that it must cover. */
    INVALID_SIGNATURE("InvalidSignatureException", 403);

    private final String type;
    private final int status;

    Error(String type, int status) {
      this.type = type;
      this.status = status;
    }

    /** The simple name of AWS's exception: the {@code __type} of the answer. */
    public String type() {
      return type;
    }

    /** The HTTP status of the answer. */
    public int status() {
      return status;
    }
  }
}
