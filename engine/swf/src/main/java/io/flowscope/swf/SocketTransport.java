package io.flowscope.swf;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 without TLS over kept-alive connections, each used by one thread at a time. A worker
 * makes two calls for each task; the JDK's client spends on each request several times what the
 * engine does on its call (the figures are in docs/DECISIONS.md).
 */
final class SocketTransport implements Transport {
  /** Shorter than servers keep idle connections. */
  private static final long IDLE_NANOS = Duration.ofSeconds(15).toNanos();

  private final String name;
  private final int port;
  private final String head;
  private final Duration connecting;
  private final long freshNanos;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final Set<Connection> busy = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param host the header {@code Host} of the requests
   * @param connecting how long it may take to connect
   * @param fresh after so long it is worth a look whether the server has closed a connection
   */
  SocketTransport(URI endpoint, String host, Duration connecting, Duration fresh) {
    this.name = endpoint.getHost();
    this.port = endpoint.getPort() == -1 ? 80 : endpoint.getPort();
    this.head = "POST / HTTP/1.1\r\nHost: " + host + "\r\n";
    this.connecting = connecting;
    this.freshNanos = fresh.toNanos();
  }

  @Override
  public Reply post(Map<String, String> headers, byte[] body, Duration patience, Runnable sent)
      throws IOException, InterruptedException {
    byte[] request = request(headers, body);
    long deadline = System.nanoTime() + patience.toNanos();
    Connection connection = null;
    try {
      connection = taken();
      Reply reply = connection.exchange(request, deadline, sent);
      giveBack(connection);
      return reply;
    } catch (ClosedByInterruptException e) {
      discard(connection);
      // The channel has set the flag again.
      Thread.interrupted();
      InterruptedException interrupted = new InterruptedException("The call was given up.");
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException | RuntimeException e) {
      discard(connection);
      throw e;
    }
  }

  /**
   * Sends a {@code POST} whose answer is read from the connection, which is to be given to {@link
   * #giveBack} after that, or to {@link #discard}.
   */
  Connection begin(Map<String, String> headers, byte[] body) throws IOException {
    Connection connection = taken();
    try {
      connection.send(request(headers, body));
      return connection;
    } catch (IOException | RuntimeException e) {
      discard(connection);
      throw e;
    }
  }

  private byte[] request(Map<String, String> headers, byte[] body) {
    StringBuilder text = new StringBuilder(600).append(head);
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    text.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] start = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    return request;
  }

  private Connection taken() throws IOException {
    Connection connection = usable();
    if (connection == null) {
      connection =
          Connection.open(
              new InetSocketAddress(InetAddress.getByName(name), port),
              Math.toIntExact(connecting.toMillis()));
    }
    busy.add(connection);
    if (closed) {
      discard(connection);
      throw new IOException("This backend is closed.");
    }
    return connection;
  }

  /** The one that was used last, so that the others can grow old and be closed. */
  private @Nullable Connection usable() {
    for (Connection one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
      long rested = one.rested();
      if (rested < freshNanos || (rested < IDLE_NANOS && one.isAlive())) {
        return one;
      }
      one.close();
    }
    return null;
  }

  void giveBack(Connection connection) {
    busy.remove(connection);
    if (!connection.isReusable()) {
      connection.close();
      return;
    }
    idle.addFirst(connection);
    Connection oldest = idle.peekLast();
    if (oldest != null && oldest.rested() > IDLE_NANOS && idle.removeLastOccurrence(oldest)) {
      oldest.close();
    }
    if (closed) {
      closeIdle();
    }
  }

  void discard(@Nullable Connection connection) {
    if (connection != null) {
      busy.remove(connection);
      connection.close();
    }
  }

  private void closeIdle() {
    for (Connection one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
      one.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    busy.forEach(Connection::close);
    closeIdle();
  }
}
