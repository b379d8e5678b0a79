package io.flowscope.server.access;

import io.flowscope.server.DataFolder;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is logged in. A session is known by the hash of its secret only, also in the file that lets
 * an open page go on after the server was restarted.
 */
public final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final String FILE = "sessions";
  private static final int MOST = 1_000;

  /** How old the last use in the file may become, so that reading a page seldom writes it. */
  private static final Duration WRITE_EVERY = Duration.ofMinutes(10);

  private final DataFolder folder;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Duration idle;
  private final Map<String, Long> lastUse = new HashMap<>();
  private long written;

  /**
   * @param idle how long a session lives without being used
   */
  public Sessions(DataFolder folder, SecureRandom random, InstantSource clock, Duration idle)
      throws IOException {
    this.folder = folder;
    this.random = random;
    this.clock = clock;
    this.idle = idle;
    String text = folder.read(FILE);
    for (String line : text == null ? new String[0] : text.split("\n")) {
      String[] parts = line.split(" ");
      if (parts.length == 2 && parts[0].matches("[0-9a-f]{64}") && parts[1].matches("\\d{1,15}")) {
        lastUse.put(parts[0], Long.parseLong(parts[1]));
      }
    }
    written = clock.millis();
  }

  /** One logged-in browser. */
  public record Session(String secret) {

    /** The token that its forms carry. */
    public String csrf() {
      return Secrets.derive(secret, "csrf");
    }

    /** Whether a form with this token comes from a page of this session. */
    public boolean accepts(String token) {
      return Secrets.same(csrf(), token);
    }
  }

  /** Begins a session. */
  public synchronized Session begin() {
    if (lastUse.size() >= MOST) {
      lastUse.entrySet().stream()
          .min(Map.Entry.comparingByValue())
          .ifPresent(oldest -> lastUse.remove(oldest.getKey()));
    }
    Session session = new Session(Secrets.random(random, 32));
    lastUse.put(Secrets.hash(session.secret()), clock.millis());
    save();
    return session;
  }

  /** The session with this secret, if it is still alive. */
  public synchronized Optional<Session> find(String secret) {
    String hash = Secrets.hash(secret);
    Long last = lastUse.get(hash);
    long now = clock.millis();
    if (last == null) {
      return Optional.empty();
    }
    if (now - last > idle.toMillis()) {
      lastUse.remove(hash);
      save();
      return Optional.empty();
    }
    lastUse.put(hash, now);
    if (now - written > WRITE_EVERY.toMillis()) {
      save();
    }
    return Optional.of(new Session(secret));
  }

  /** Ends a session. */
  public synchronized void end(Session session) {
    lastUse.remove(Secrets.hash(session.secret()));
    save();
  }

  private void save() {
    StringBuilder text = new StringBuilder();
    lastUse.forEach((hash, last) -> text.append(hash).append(' ').append(last).append('\n'));
    written = clock.millis();
    try {
      folder.write(FILE, text.toString());
    } catch (IOException e) {
      LOG.warn("The sessions could not be written; they end with this server", e);
    }
  }
}
