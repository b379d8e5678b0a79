package io.flowscope.server.access;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowscope.server.DataFolder;
import io.flowscope.server.swf.AccessKey;
import io.flowscope.server.swf.KeyRing;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that were made for SWF clients beside the one in the credentials file, each kept to some
 * domains. They lie in a file of their own and stay over restarts. Safe for use by several threads.
 */
public final class ClientKeys {
  private static final String FILE = "keys.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DataFolder folder;
  private final KeyRing ring;
  private final Map<String, ClientKey> keys = new LinkedHashMap<>();

  /**
   * A key.
   *
   * @param secret signs; told when the key is made and never again
   * @param name what it is for
   */
  public record ClientKey(String id, String secret, String name, List<String> domains) {
    private AccessKey accepted() {
      return new AccessKey(id, secret, name, new AccessKey.Domains(Set.copyOf(domains)));
    }
  }

  private ClientKeys(DataFolder folder, KeyRing ring) {
    this.folder = folder;
    this.ring = ring;
  }

  /** Reads the file, and lets the endpoint accept the keys in it. */
  public static ClientKeys open(DataFolder folder, KeyRing ring) throws IOException {
    ClientKeys keys = new ClientKeys(folder, ring);
    String text = folder.read(FILE);
    if (text != null) {
      for (ClientKey key : JSON.readValue(text, new TypeReference<List<ClientKey>>() {})) {
        keys.keys.put(key.id(), key);
        ring.accept(key.accepted());
      }
    }
    return keys;
  }

  /** Makes a key; it is accepted from now on. */
  public synchronized ClientKey make(String name, List<String> domains) throws IOException {
    AccessKey issued = ring.issue(name, new AccessKey.Domains(Set.copyOf(domains)));
    ClientKey key = new ClientKey(issued.id(), issued.secret(), name, List.copyOf(domains));
    keys.put(key.id(), key);
    try {
      write();
    } catch (IOException e) {
      keys.remove(key.id());
      ring.revoke(key.id());
      throw e;
    }
    return key;
  }

  /** All keys in the order in which they were made. */
  public synchronized List<ClientKey> all() {
    return List.copyOf(keys.values());
  }

  /** Ends a key at once, calls under way included; empty where there is none of that id. */
  public synchronized Optional<ClientKey> revoke(String id) throws IOException {
    ClientKey key = keys.remove(id);
    if (key == null) {
      return Optional.empty();
    }
    ring.revoke(id);
    try {
      write();
    } catch (IOException e) {
      // Still in the file, so that it must be ended again.
      keys.put(id, key);
      throw e;
    }
    return Optional.of(key);
  }

  private void write() throws IOException {
    folder.write(FILE, JSON.writeValueAsString(keys.values()) + "\n");
  }
}
