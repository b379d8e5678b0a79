package io.flowscope.server.http;

import org.jspecify.annotations.Nullable;

/** A request that cannot be carried out, in words for who sent it. */
public final class Problem extends RuntimeException {
  private final int status;
  private final String error;
  private final @Nullable String field;
  private final @Nullable String link;

  private Problem(
      int status, String error, String message, @Nullable String field, @Nullable String link) {
    super(message, null, false, false);
    this.status = status;
    this.error = error;
    this.field = field;
    this.link = link;
  }

  /** Something of the request itself is wrong. */
  public static Problem of(int status, String error, String message) {
    return new Problem(status, error, message, null, null);
  }

  /** One field of the input is wrong. */
  public static Problem field(String field, String message) {
    return new Problem(422, "invalidInput", message, field, null);
  }

  /** One field of the input is wrong, with a word of its own for what. */
  public static Problem field(int status, String error, String field, String message) {
    return new Problem(status, error, message, field, null);
  }

  /** There is no such thing. */
  public static Problem notFound(String error, String message) {
    return new Problem(404, error, message, null, null);
  }

  /** The same problem with an address where more is to be seen. */
  public Problem linking(String address) {
    return new Problem(status, error, getMessage(), field, address);
  }

  /** The HTTP status, 4xx or 503. */
  public int status() {
    return status;
  }

  /** One word for programs, for instance {@code unknownWorkflow}. */
  public String error() {
    return error;
  }

  /** The field of the input that it is about, or null. */
  public @Nullable String field() {
    return field;
  }

  /** Where more is to be seen, or null. */
  public @Nullable String link() {
    return link;
  }
}
