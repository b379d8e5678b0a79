package io.flowscope.server.swf;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The keys that the SWF endpoint accepts now, by id. Safe for use by several threads. */
public final class KeyRing {
  private final ConcurrentMap<String, AccessKey> keys = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
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

  /** Accepts a key made earlier, or another scope of a key accepted already. */
  public void accept(AccessKey key) {
    keys.put(key.id(), key);
    listeners.forEach(listener -> listener.accept(key.id()));
  }

  /** Accepts it no longer; calls under way with it are given up. */
  public void revoke(String id) {
    keys.remove(id);
    listeners.forEach(listener -> listener.accept(id));
  }

  /** The key with that id, if it is accepted. */
  public Optional<AccessKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** Told the id of each key that was revoked or got another scope. */
  void onChange(Consumer<String> listener) {
    listeners.add(listener);
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
