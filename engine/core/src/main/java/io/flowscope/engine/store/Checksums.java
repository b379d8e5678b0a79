package io.flowscope.engine.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Chains the events of a run, so that no event can change, vanish or move unnoticed. */
final class Checksums {
  /** What stands before the first event. */
  static final byte[] START = new byte[16];

  private Checksums() {}

  /** The checksum of an event after one whose checksum is {@code before}. */
  static byte[] next(byte[] before, long run, long id, long at, String body) {
    MessageDigest sha = sha256();
    sha.update(before);
    sha.update(ByteBuffer.allocate(24).putLong(run).putLong(id).putLong(at).array());
    sha.update(body.getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(sha.digest(), START.length);
  }

  /** The checksum of a row that stands for itself; its texts must not be confused. */
  static byte[] row(String... texts) {
    MessageDigest sha = sha256();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      sha.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
      sha.update(bytes);
    }
    return Arrays.copyOf(sha.digest(), START.length);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
