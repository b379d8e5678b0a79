package io.flowscope.server.swf;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The keys that the SWF endpoint accepts now, by id. Safe for use by several threads. */
public final class KeyRing {
  private final ConcurrentMap<String, AccessKey> keys = new ConcurrentHashMap<>();
  private final SecureRandom random;

  /**
   * @param random makes ids and secrets
   */
  public KeyRing(SecureRandom random) {
    this.random = random;
  }

  /** Makes a key and accepts it from now on. */
  public AccessKey issue(String owner, AccessKey.Scope scope) {
    AccessKey key = new AccessKey("FS" + letters(18), letters(40), owner, scope);
    keys.put(key.id(), key);
    return key;
  }

  /** Accepts a key made earlier, for instance the one in the credentials file. */
  public void accept(AccessKey key) {
    keys.put(key.id(), key);
  }

  /** Accepts it no longer. */
  public void revoke(String id) {
    keys.remove(id);
  }

  /** The key with that id, if it is accepted. */
  public Optional<AccessKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  private String letters(int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      text.append(Base64.getEncoder().encodeToString(bytes).replaceAll("[^A-Za-z0-9]", ""));
    }
    return text.substring(0, length);
  }
}
