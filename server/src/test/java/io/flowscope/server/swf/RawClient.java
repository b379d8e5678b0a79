package io.flowscope.server.swf;

import io.flowscope.swf.Credentials;
import io.flowscope.swf.SigV4;
import io.flowscope.swf.SignedRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection on which a test may do what no client library does. */
final class RawClient implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

  private final Socket socket;
  private final InputStream in;
  private final String host;
  private final AccessKey key;

  RawClient(int port, AccessKey key) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.host = "127.0.0.1:" + port;
    this.key = key;
  }

  Socket socket() {
    return socket;
  }

  /** A signed request as it travels. */
  String request(String action, String json) {
    return request("SimpleWorkflowService." + action, SwfEndpoint.CONTENT_TYPE, json);
  }

  /** The same with other headers. */
  String request(String target, String contentType, String content) {
    byte[] body = content.getBytes(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder("POST / HTTP/1.1\r\nHost: " + host + "\r\n");
    text.append("Content-Type: " + contentType + "\r\n");
    text.append("X-Amz-Target: ").append(target).append("\r\n");
    SigV4.sign(
            new SignedRequest(
                "POST",
                "/",
                "",
                Map.of(
                    "host", List.of(host),
                    "content-type", List.of(contentType),
                    "x-amz-target", List.of(target)),
                body),
            new Credentials(key.id(), key.secret()),
            "local",
            SigV4.SERVICE,
            Instant.now())
        .forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    return text + "Content-Length: " + body.length + "\r\n\r\n" + content;
  }

  void send(String action, String json) throws IOException {
    write(request(action, json));
  }

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  String ask(String action, String json) throws IOException {
    send(action, json);
    return answer();
  }

  String askQuietly(String action, String json) {
    try {
      return ask(action, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next answer, head and body. */
  String answer() throws IOException {
    String head = head();
    return head + body(head);
  }

  /** The body of an answer that has a length. */
  String body(String head) throws IOException {
    Matcher length = LENGTH.matcher(head);
    int count = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return new String(in.readNBytes(count), StandardCharsets.UTF_8);
  }

  /** The next piece of an answer that comes in pieces; empty at its end. */
  String piece() throws IOException {
    String line = line();
    // Jetty sends the end of a piece with the next one.
    int size = Integer.parseInt(line.isEmpty() ? line() : line, 16);
    if (size == 0 && !line().isEmpty()) {
      throw new IOException("There is something behind the last piece.");
    }
    return new String(in.readNBytes(size), StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("The connection ended after: " + line);
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  /** Up to and with the empty line. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The connection ended after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Whether nothing more comes; waits for it. */
  boolean atEnd() throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    return next < 0;
  }

  /** Sends some more and waits as long as the socket is told to; false if the server hangs up. */
  boolean drips(String text) throws IOException {
    try {
      write(text);
      return !atEnd();
    } catch (SocketTimeoutException e) {
      return true;
    } catch (SocketException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
