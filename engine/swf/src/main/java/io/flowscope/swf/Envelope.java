package io.flowscope.swf;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several calls of SWF in one request of HTTP, as our own workers send them to a Flowscope server:
 * target {@link #TARGET}, signed like any call. The body is a line with a name for the exchange,
 * then for each call a line {@code <action> <bytes>} and the bytes of its input, as they would be
 * the body of a request of its own. The answer has status 200 and comes in pieces, each call's as
 * soon as it is there: a line {@code <index of the call> <status> <bytes>} and the bytes of what
 * would be the body of an answer of its own.
 */
public final class Envelope {
  /** The header {@code X-Amz-Target}. */
  public static final String TARGET = "Flowscope.Calls";

  /** The content type of requests and answers. */
  public static final String CONTENT_TYPE = "application/x-flowscope-calls";

  /** So many calls may be in one request. */
  public static final int MOST_CALLS = 256;

  /**
   * No action of SWF: nobody waits any more for a call of another exchange. The input is that
   * exchange's name, a space, and the index of the call.
   */
  public static final String GIVE_UP = "GiveUp";

  /** No action of SWF: a poll got a task that nobody waits for. The input is the task's token. */
  public static final String HAND_BACK = "HandBack";

  private static final int LONGEST_LINE = 128;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_NUMBER = 9;

  private Envelope() {}

  /**
   * A call.
   *
   * @param action of SWF, or one of the two above
   * @param input its JSON in UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Call(String action, byte[] input) {}

  /**
   * What one request asks.
   *
   * @param name of the exchange; the client's own
   */
  public record Calls(String name, List<Call> calls) {}

  /**
   * What one call is answered.
   *
   * @param call its index in the request, from 0
   * @param status as of an answer of its own
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Answer(int call, int status, byte[] body) {}

  /** The body of a request. */
  static byte[] request(String name, List<Call> calls) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(512 * calls.size());
    body.writeBytes(line(name));
    for (Call call : calls) {
      body.writeBytes(line(call.action() + " " + call.input().length));
      body.writeBytes(call.input());
    }
    return body.toByteArray();
  }

  /**
   * Reads the body of a request.
   *
   * @throws ProtocolException with a sentence, when it is none; then no call of it may be made
   */
  public static Calls read(byte[] body) throws ProtocolException {
    Cursor cursor = new Cursor(body);
    String name = cursor.line();
    if (name == null || !name.matches("[A-Za-z0-9-]{1," + LONGEST_NAME + "}")) {
      throw new ProtocolException("The body does not begin with the name of the exchange.");
    }
    List<Call> calls = new ArrayList<>();
    while (!cursor.atEnd()) {
      if (calls.size() == MOST_CALLS) {
        throw new ProtocolException("There are more than " + MOST_CALLS + " calls in one request.");
      }
      String line = cursor.line();
      int space = line == null ? -1 : line.indexOf(' ');
      byte[] input = space < 1 ? null : cursor.bytes(number(line.substring(space + 1)));
      if (input == null) {
        throw new ProtocolException("Call " + calls.size() + " is cut off or has no length.");
      }
      calls.add(new Call(line.substring(0, space), input));
    }
    if (calls.isEmpty()) {
      throw new ProtocolException("There is no call in the request.");
    }
    return new Calls(name, calls);
  }

  /** Writes what one call is answered. */
  public static void write(Answer answer, ByteArrayOutputStream to) {
    to.writeBytes(line(answer.call() + " " + answer.status() + " " + answer.body().length));
    to.writeBytes(answer.body());
  }

  /** Reads answers that come in any pieces. */
  static final class Answers {
    private byte[] bytes = new byte[0];

    /**
     * Takes the next piece.
     *
     * @return the answers that are complete by it
     */
    List<Answer> take(byte[] piece) throws ProtocolException {
      byte[] all = bytes.length == 0 ? piece : Arrays.copyOf(bytes, bytes.length + piece.length);
      System.arraycopy(piece, 0, all, all.length - piece.length, piece.length);
      Cursor cursor = new Cursor(all);
      List<Answer> complete = new ArrayList<>();
      int begin = 0;
      for (Answer one = next(cursor); one != null; one = next(cursor)) {
        complete.add(one);
        begin = cursor.at;
      }
      bytes = begin == all.length ? new byte[0] : Arrays.copyOfRange(all, begin, all.length);
      return complete;
    }

    private static @Nullable Answer next(Cursor cursor) throws ProtocolException {
      String line = cursor.line();
      if (line == null) {
        return null;
      }
      String[] parts = line.split(" ", 4);
      if (parts.length != 3) {
        throw new ProtocolException("No answer of a call: " + line);
      }
      byte[] body = cursor.bytes(number(parts[2]));
      return body == null ? null : new Answer(number(parts[0]), number(parts[1]), body);
    }

    /** Whether the last piece ended in the middle of an answer. */
    boolean isCutOff() {
      return bytes.length > 0;
    }
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static int number(String digits) throws ProtocolException {
    boolean sound = !digits.isEmpty() && digits.length() <= LONGEST_NUMBER;
    for (int i = 0; sound && i < digits.length(); i++) {
      sound = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    if (!sound) {
      throw new ProtocolException("A number is missing or none.");
    }
    return Integer.parseInt(digits);
  }

  private static final class Cursor {
    private final byte[] all;
    private int at;

    Cursor(byte[] all) {
      this.all = all;
    }

    boolean atEnd() {
      return at == all.length;
    }

    /** Up to the next line feed; null where there is none yet. */
    @Nullable String line() throws ProtocolException {
      for (int i = at; i < all.length && i - at <= LONGEST_LINE; i++) {
        if (all[i] == '\n') {
          String line = new String(all, at, i - at, StandardCharsets.UTF_8);
          at = i + 1;
          return line;
        }
      }
      if (all.length - at > LONGEST_LINE) {
        throw new ProtocolException("A line is longer than " + LONGEST_LINE + " bytes.");
      }
      return null;
    }

    /** So many; null where there are fewer. */
    byte @Nullable [] bytes(int count) {
      if (count > all.length - at) {
        return null;
      }
      at += count;
      return Arrays.copyOfRange(all, at - count, at);
    }
  }
}
