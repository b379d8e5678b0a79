package io.flowscope.engine.payload;

import io.flowscope.engine.payload.PayloadException.Kind;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Keeps contents in memory, for engines that do the same. */
public final class MemoryPayloads implements PayloadStore {
  private final ConcurrentMap<String, byte[]> contents = new ConcurrentHashMap<>();
  private volatile boolean hidden;

  @Override
  public void put(String sha256, byte[] content) {
    contents.putIfAbsent(sha256, content.clone());
  }

  @Override
  public byte[] get(String sha256) {
    byte[] content = contents.get(sha256);
    if (content == null || hidden) {
      throw new PayloadException(Kind.MISSING, "sha256:" + sha256 + " is not there.");
    }
    return content.clone();
  }

  /** How many there are. */
  public int size() {
    return contents.size();
  }

  /** Whether reads find nothing, for tests of what happens then. */
  public void hide(boolean all) {
    hidden = all;
  }
}
