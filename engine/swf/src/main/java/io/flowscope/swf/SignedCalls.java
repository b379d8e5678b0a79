package io.flowscope.swf;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls of SWF's wire protocol to one endpoint, each signed, over kept-alive connections of
 * HTTP/1.1. Nothing is repeated here. Safe for use by several threads.
 */
final class SignedCalls implements AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  /** A connection that was not used for longer may be closed at the other end already. */
  private static final Duration FRESH = Duration.ofMillis(500);

  private static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  private final String region;
  private final Supplier<Credentials> credentials;
  private final InstantSource clock;
  private final String host;
  private final Transport transport;

  /**
   * @param endpoint calls go to its root
   * @param credentials asked for with each call, since some expire
   * @param clock dates the signatures
   */
  SignedCalls(URI endpoint, String region, Supplier<Credentials> credentials, InstantSource clock) {
    this.region = region;
    this.credentials = credentials;
    this.clock = clock;
    this.host = host(endpoint);
    this.transport =
        "http".equals(endpoint.getScheme())
            ? new SocketTransport(endpoint, host, CONNECTING, FRESH)
            : new LibraryTransport(endpoint.resolve("/"), CONNECTING);
  }

  /** The header Host as it travels: without the port that the scheme implies. */
  private static String host(URI endpoint) {
    int usual = "https".equals(endpoint.getScheme()) ? 443 : 80;
    return endpoint.getPort() == -1 || endpoint.getPort() == usual
        ? endpoint.getHost()
        : endpoint.getHost() + ":" + endpoint.getPort();
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param target the header {@code X-Amz-Target}
   * @throws IOException when there is no answer within that time
   */
  Transport.Reply post(String target, byte[] body, Duration patience)
      throws IOException, InterruptedException {
    return post(target, body, patience, () -> {});
  }

  /**
   * The same.
   *
   * @param sent is run as soon as the request has left, where that is known
   */
  Transport.Reply post(String target, byte[] body, Duration patience, Runnable sent)
      throws IOException, InterruptedException {
    return transport.post(headers(target, CONTENT_TYPE, body), body, patience, sent);
  }

  /** Through which a request can go whose answer comes in pieces, if there is such a way. */
  Optional<SocketTransport> sockets() {
    return transport instanceof SocketTransport sockets ? Optional.of(sockets) : Optional.empty();
  }

  /** The headers of a request, its signature with them. */
  Map<String, String> headers(String target, String contentType, byte[] body) {
    Map<String, List<String>> signed =
        Map.of(
            "host", List.of(host),
            "content-type", List.of(contentType),
            "x-amz-target", List.of(target));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", contentType);
    headers.put("X-Amz-Target", target);
    headers.putAll(
        SigV4.sign(
            new SignedRequest("POST", "/", "", signed, body),
            credentials.get(),
            region,
            SigV4.SERVICE,
            clock.instant()));
    return headers;
  }

  @Override
  public void close() {
    transport.close();
  }
}
