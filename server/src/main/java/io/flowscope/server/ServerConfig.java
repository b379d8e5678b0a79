package io.flowscope.server;

import io.flowscope.engine.core.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How one server is set up.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param data the folder that holds everything the server keeps
 * @param demo whether the demo jar is made available
 * @param durability what an answered call survives
 * @param settings values of {@link Setting}s by key, only those that were set
 * @param limits the engine's limits by their keys ({@code limits.…}), only those that were set
 * @param connections SWFs elsewhere
 */
public record ServerConfig(
    String host,
    int port,
    Path data,
    boolean demo,
    Durability durability,
    Map<String, String> settings,
    Map<String, String> limits,
    List<ConnectionSettings> connections) {

  /** Without connections. */
  public ServerConfig(
      String host,
      int port,
      Path data,
      boolean demo,
      Durability durability,
      Map<String, String> settings,
      Map<String, String> limits) {
    this(host, port, data, demo, durability, settings, limits, List.of());
  }

  /** The value of a setting as text. */
  public String text(Setting setting) {
    return settings.getOrDefault(setting.key(), setting.standard());
  }

  /** The value of a setting that is a number. */
  public int number(Setting setting) {
    return Integer.parseInt(text(setting));
  }

  /** The value of a setting that is true or false. */
  public boolean flag(Setting setting) {
    return Boolean.parseBoolean(text(setting));
  }
}
