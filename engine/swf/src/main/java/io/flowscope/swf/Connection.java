package io.flowscope.swf;

import io.flowscope.swf.Transport.Reply;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of HTTP/1.1: a request out, an answer in, one after another. */
final class Connection {
  private static final int BUFFER = 8_192;
  private static final int LONGEST_HEAD = 65_536;

  /** More than any answer of SWF: a page of a history has at most 1,000 events. */
  private static final int LONGEST_BODY = 256 << 20;

  private final SocketChannel channel;
  private final InputStream in;
  private byte[] buffer = new byte[BUFFER];
  private int begin;
  private int end;
  private long deadline;
  private long restsSince;
  private boolean reusable = true;

  /** Whether the line break at the end of a chunk was not read yet. */
  private boolean inPiece;

  private Connection(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.in = channel.socket().getInputStream();
  }

  static Connection open(InetSocketAddress address, int millis) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(address, millis);
      return new Connection(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** For how many nanoseconds it was not used. */
  long rested() {
    return System.nanoTime() - restsSince;
  }

  /** Whether the server allows another request. */
  boolean isReusable() {
    return reusable;
  }

  /** Whether nothing came since the last answer: neither its end nor bytes that nobody wants. */
  boolean isAlive() {
    try {
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return read == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it, also under a thread that waits for an answer. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone all the same.
    }
  }

  /**
   * @param request head and body
   * @param until the value of {@link System#nanoTime} at which patience ends
   * @param sent is run as soon as the request has left
   */
  Reply exchange(byte[] request, long until, Runnable sent) throws IOException {
    send(request);
    sent.run();
    Head head = head(until);
    return new Reply(head.status, rest(head));
  }

  void send(byte[] request) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(request);
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /**
   * Waits until there is something to read; takes nothing of it.
   *
   * @return false where nothing came until then
   */
  boolean hasMore(long until) throws IOException {
    deadline = until;
    try {
      endPiece();
      if (begin == end && fill() < 0) {
        throw ended();
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** The head of the answer, after which {@link #rest} or {@link #chunk} must be read. */
  Head head(long until) throws IOException {
    deadline = until;
    Head head = head();
    while (head.status / 100 == 1) {
      head = head();
    }
    return head;
  }

  /** The whole body of an answer; the connection is free then. */
  byte[] rest(Head head) throws IOException {
    byte[] body = body(head);
    free(head);
    return body;
  }

  /** The next piece of a chunked body; null at its end, when the connection is free. */
  byte @Nullable [] chunk(Head head, long until) throws IOException {
    deadline = until;
    byte[] chunk = chunk(0);
    if (chunk == null) {
      trailers();
      free(head);
    }
    return chunk;
  }

  private void free(Head head) {
    reusable = head.keepAlive && begin == end;
    if (buffer.length > 8 * BUFFER) {
      buffer = new byte[BUFFER];
      begin = 0;
      end = 0;
    }
    restsSince = System.nanoTime();
  }

  /** What of the head of an answer says how to go on. */
  static final class Head {
    int status;
    boolean keepAlive;
    boolean chunked;
    String type = "";
    private long length = -1;
  }

  private Head head() throws IOException {
    Head head = new Head();
    String first = line();
    if (!first.startsWith("HTTP/1.") || first.length() < 12 || first.charAt(8) != ' ') {
      throw new ProtocolException("No answer of HTTP/1.1: " + shown(first));
    }
    head.status = (int) number(first.substring(9, 12), 10);
    head.keepAlive = !first.startsWith("HTTP/1.0");
    int size = first.length();
    for (String line = line(); !line.isEmpty(); line = line()) {
      size += line.length();
      if (size > LONGEST_HEAD) {
        throw new ProtocolException("The head of the answer is too long.");
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        note(head, line, colon);
      }
    }
    return head;
  }

  private static void note(Head head, String line, int colon) throws IOException {
    if (is(line, colon, "content-length")) {
      long length = number(line.substring(colon + 1).strip(), 10);
      if (head.length >= 0 && head.length != length) {
        throw new ProtocolException("The answer has two lengths.");
      }
      head.length = length;
    } else if (is(line, colon, "transfer-encoding")) {
      head.chunked = line.toLowerCase(Locale.ROOT).endsWith("chunked");
      if (!head.chunked) {
        throw new ProtocolException("Unknown transfer encoding: " + shown(line));
      }
    } else if (is(line, colon, "content-type")) {
      head.type = line.substring(colon + 1).strip();
    } else if (is(line, colon, "connection")) {
      String value = line.substring(colon + 1).toLowerCase(Locale.ROOT);
      head.keepAlive = value.contains("keep-alive") || (head.keepAlive && !value.contains("close"));
    }
  }

  private static boolean is(String line, int colon, String name) {
    return colon == name.length() && line.regionMatches(true, 0, name, 0, colon);
  }

  private byte[] body(Head head) throws IOException {
    if (head.status == 204 || head.status == 304) {
      return new byte[0];
    }
    if (head.chunked) {
      return chunks();
    }
    if (head.length >= 0) {
      return bytes(checked(head.length));
    }
    head.keepAlive = false;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    do {
      all.write(buffer, begin, end - begin);
      checked(all.size());
      begin = end;
    } while (fill() >= 0);
    return all.toByteArray();
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] one = chunk(0); one != null; one = chunk(all.size())) {
      all.writeBytes(one);
    }
    trailers();
    return all.toByteArray();
  }

  private byte @Nullable [] chunk(int before) throws IOException {
    endPiece();
    String line = line();
    int extension = line.indexOf(';');
    long size = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
    if (size == 0) {
      return null;
    }
    checked(before + size);
    byte[] chunk = bytes((int) size);
    inPiece = true;
    return chunk;
  }

  /**
   * Some servers send the end of a chunk with the next one only, so it is not waited for before.
   */
  private void endPiece() throws IOException {
    while (inPiece) {
      if (end - begin >= 2) {
        if (buffer[begin] != '\r' || buffer[begin + 1] != '\n') {
          throw new ProtocolException("A chunk of the answer is longer than it says.");
        }
        begin += 2;
        inPiece = false;
      } else if (fill() < 0) {
        throw ended();
      }
    }
  }

  private void trailers() throws IOException {
    int trailers = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      trailers += line.length();
      if (trailers > LONGEST_HEAD) {
        throw new ProtocolException("The trailers of the answer are too long.");
      }
    }
  }

  private static int checked(long length) throws IOException {
    if (length > LONGEST_BODY) {
      throw new ProtocolException("The answer is longer than " + LONGEST_BODY + " bytes.");
    }
    return (int) length;
  }

  private static long number(String digits, int radix) throws IOException {
    if (digits.isEmpty() || digits.length() > 15 || !Character.isLetterOrDigit(digits.charAt(0))) {
      throw new ProtocolException("No number: " + shown(digits));
    }
    try {
      return Long.parseLong(digits, radix);
    } catch (NumberFormatException e) {
      throw new ProtocolException("No number: " + shown(digits));
    }
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    int there = Math.min(count, end - begin);
    System.arraycopy(buffer, begin, bytes, 0, there);
    begin += there;
    while (there < count) {
      there += read(bytes, there, count - there);
    }
    return bytes;
  }

  /** Up to the next line feed; its carriage return is taken away. */
  private String line() throws IOException {
    int seen = begin;
    while (true) {
      for (; seen < end; seen++) {
        if (buffer[seen] == '\n') {
          int stop = seen > begin && buffer[seen - 1] == '\r' ? seen - 1 : seen;
          String line = new String(buffer, begin, stop - begin, StandardCharsets.ISO_8859_1);
          begin = seen + 1;
          return line;
        }
      }
      int looked = seen - begin;
      if (looked > LONGEST_HEAD) {
        throw new ProtocolException("A line of the answer is too long.");
      }
      if (fill() < 0) {
        throw ended();
      }
      seen = begin + looked;
    }
  }

  /** Reads some more behind what is there; may move it. */
  private int fill() throws IOException {
    if (begin == end) {
      begin = 0;
      end = 0;
    } else if (end == buffer.length) {
      byte[] larger = begin > 0 ? buffer : new byte[2 * buffer.length];
      System.arraycopy(buffer, begin, larger, 0, end - begin);
      buffer = larger;
      end -= begin;
      begin = 0;
    }
    timeout();
    int read = in.read(buffer, end, buffer.length - end);
    end += Math.max(read, 0);
    return read;
  }

  private int read(byte[] bytes, int from, int count) throws IOException {
    timeout();
    int read = in.read(bytes, from, count);
    if (read < 0) {
      throw ended();
    }
    return read;
  }

  private static EOFException ended() {
    return new EOFException("The server closed the connection before its answer was complete.");
  }

  private void timeout() throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("The server did not answer in time.");
    }
    channel.socket().setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
  }

  private static String shown(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
