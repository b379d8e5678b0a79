package io.flowscope.server.swf;

import io.flowscope.engine.SwfFault;

/** A refusal before, or beside, what SWF's actions are refused for: its status is not 400. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final int REQUEST_TIMEOUT = 408;
  static final int TOO_LARGE = 413;
  private static final int UNAVAILABLE = 503;

  private final int status;
  private final transient SwfFault fault;

  Refusal(int status, String type, String message) {
    super(message, null, false, false);
    this.status = status;
    this.fault = new SwfFault(type, message);
  }

  static Refusal tooLarge(int maximum) {
    return new Refusal(
        TOO_LARGE,
        "RequestEntityTooLargeException",
        "The request is larger than the maximum %d bytes.".formatted(maximum));
  }

  static Refusal tooSlow() {
    return new Refusal(
        REQUEST_TIMEOUT,
        "RequestTimeoutException",
        "The body of the request took too long to come.");
  }

  static Refusal stopping() {
    return new Refusal(UNAVAILABLE, "ServiceUnavailable", "The server is stopping.");
  }

  int status() {
    return status;
  }

  SwfFault fault() {
    return fault;
  }
}
