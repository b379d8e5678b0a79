package io.flowscope.engine.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The form in which all that a database holds is written into a backup. */
public final class Dump {
  static final int FORMAT = 1;
  static final int END = 0;
  static final int RUN = 1;
  static final int EVENT = 2;
  static final int REGISTRY = 3;
  static final int LEASE = 4;
  private static final int NONE = -1;

  private Dump() {}

  /**
   * How much there is.
   *
   * @param total how many events were ever written
   * @param purged how many of them were deleted since
   */
  public record Counts(long executions, long events, long total, long purged) {}

  static void text(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(NONE);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = length < 0 ? new byte[0] : in.readNBytes(length);
    if (bytes.length != length) {
      throw new IOException("the backup ends in the middle of a text");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
