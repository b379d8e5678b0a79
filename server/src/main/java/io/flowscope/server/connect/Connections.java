package io.flowscope.server.connect;

import io.flowscope.server.ConnectionSettings;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The SWFs on which this server starts executions: the embedded engine first, then the others. */
public final class Connections implements AutoCloseable {
  private final Map<String, Connection> all = new LinkedHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("connections").factory());

  /** Nothing is sent yet. */
  public Connections(Connection local, List<ConnectionSettings> others, InstantSource clock) {
    all.put(local.name(), local);
    others.forEach(settings -> all.put(settings.name(), Connection.remote(settings, timer, clock)));
  }

  /** The embedded engine's. */
  public Connection local() {
    return all.values().iterator().next();
  }

  /** All, the embedded engine's first. */
  public List<Connection> all() {
    return List.copyOf(all.values());
  }

  /** All but the embedded engine's. */
  public List<Connection> remote() {
    return all.values().stream().filter(one -> !one.isLocal()).toList();
  }

  /** The one of that name, which must exist. */
  public Connection named(String name) {
    return find(name).orElseThrow();
  }

  /** The one of that name. */
  public Optional<Connection> find(String name) {
    return Optional.ofNullable(all.get(name));
  }

  /** Gives up calls under way elsewhere. */
  @Override
  public void close() {
    timer.shutdownNow();
    all.values().forEach(Connection::close);
  }
}
