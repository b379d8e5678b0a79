package io.flowscope.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What is still to come of a request that is answered already, most often because it is refused.
 *
 * <p>A server that answers and closes the connection while the client still sends makes the
 * client's system throw the answer away (RFC 9112, 9.6): instead of "log in again" the client sees
 * a reset. So the rest is read first, and the connection can go on.
 */
final class UnreadBody {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private UnreadBody() {}

  /**
   * Reads the rest of the body and forgets it.
   *
   * @param most how many bytes at most; a client that sends more sees the reset
   * @return whether the connection can go on: false where a part is left that would be taken for
   *     the next request
   */
  static boolean skip(HttpServletRequest request, long most) {
    boolean nothing =
        request.getContentLengthLong() == 0
            || (request.getContentLengthLong() < 0
                && request.getHeader("Transfer-Encoding") == null);
    // Who expects to be told to go on has sent nothing yet.
    if (nothing || request.getHeader("Expect") != null || request.isAsyncStarted()) {
      return true;
    }
    long end = System.nanoTime() + LONGEST.toNanos();
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = request.getInputStream();
      long left = most;
      int count = 0;
      while (count >= 0 && left > 0 && System.nanoTime() - end < 0) {
        count = in.read(buffer);
        left -= count;
      }
      return count < 0;
    } catch (IOException | IllegalStateException e) {
      // The client has gone, or what reads the body has failed: nobody waits for the rest.
      return false;
    }
  }
}
