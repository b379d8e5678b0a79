package io.flowscope.server.swf;

import io.flowscope.engine.Backend;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Amazon SWF's wire protocol over a {@link Backend}, independent of the HTTP server that carries
 * it. Bad input is always a fault of the caller, never an internal error.
 */
public final class SwfEndpoint {

  /** The largest request body in bytes, as on SWF. */
  public static final int MAXIMUM_BODY = 1_048_576;

  /** The content type of requests and answers. */
  public static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  private final Backend backend;
  private final KeyRing keys;
  private final InstantSource clock;

  /**
   * @param clock checks the date of signatures
   */
  public SwfEndpoint(Backend backend, KeyRing keys, InstantSource clock) {
    this.backend = backend;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * A request as it came in.
   *
   * @param headers names in lower case
   * @param body at most {@link #MAXIMUM_BODY} bytes and one more, which tells that there were more
   */
  public record Request(
      String method, String path, String query, Map<String, List<String>> headers, byte[] body) {}

  /** What to answer, always with content type {@link #CONTENT_TYPE}. */
  public record Answer(int status, String requestId, byte[] body) {}

  /**
   * Answers one request. Canceling the future cancels a long poll behind it. The future never
   * fails: whatever goes wrong is an answer.
   */
  public CompletableFuture<Answer> answer(Request request) {
    throw new UnsupportedOperationException(backend + " " + keys + " " + clock + " " + request);
  }
}
