package io.flowscope.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An SWF elsewhere on which this server starts executions, as {@code --set connections.NAME.…} says
 * it.
 *
 * @param name how addresses name it
 * @param endpoint instead of the region's own; null for AWS
 * @param region of AWS; null where only an endpoint is given
 * @param profile of the machine's AWS configuration; null for AWS's usual places
 * @param domain in which uploaded jars run there
 */
public record ConnectionSettings(
    String name,
    @Nullable URI endpoint,
    @Nullable String region,
    @Nullable String profile,
    String domain) {
  /** What all keys of connections begin with. */
  static final String PREFIX = "connections.";

  private static final String LOCAL = "local";
  private static final String USUAL_DOMAIN = "default";
  private static final Set<String> MEMBERS = Set.of("endpoint", "region", "profile", "domain");

  /**
   * The connections that these keys describe, in the order in which they were named first.
   *
   * @param keys with their prefix
   * @throws UsageError when one of them is wrong
   */
  static List<ConnectionSettings> of(Map<String, String> keys) {
    Map<String, Map<String, String>> byName = new LinkedHashMap<>();
    keys.forEach(
        (key, value) -> {
          String[] parts = key.substring(PREFIX.length()).split("\\.", -1);
          if (parts.length != 2 || !MEMBERS.contains(parts[1])) {
            throw new UsageError(
                "--set %s=%s: there is no such key; a connection has connections.NAME.%s."
                    .formatted(
                        key, value, String.join(", connections.NAME.", new TreeSet<>(MEMBERS))));
          }
          check(
              key,
              value,
              parts[0].matches("[a-z0-9][a-z0-9-]{0,31}"),
              "name it with small" + " letters, digits and hyphens, at most 32");
          check(
              key,
              value,
              !parts[0].equals(LOCAL),
              "the embedded engine has this name; choose" + " another one");
          check(key, value, !value.isBlank(), "give a value");
          byName.computeIfAbsent(parts[0], name -> new LinkedHashMap<>()).put(parts[1], value);
        });
    List<ConnectionSettings> all = new ArrayList<>();
    byName.forEach((name, members) -> all.add(of(name, members)));
    return List.copyOf(all);
  }

  private static void check(String key, String value, boolean right, String remedy) {
    if (!right) {
      throw new UsageError("--set %s=%s: %s.".formatted(key, value, remedy));
    }
  }

  private static ConnectionSettings of(String name, Map<String, String> members) {
    String endpoint = members.get("endpoint");
    if (endpoint == null && members.get("region") == null) {
      throw new UsageError(
          "--set %s%s.region: it is missing; give the AWS region, or %s%s.endpoint for another server."
              .formatted(PREFIX, name, PREFIX, name));
    }
    return new ConnectionSettings(
        name,
        endpoint == null ? null : address(PREFIX + name + ".endpoint", endpoint),
        members.get("region"),
        members.get("profile"),
        members.getOrDefault("domain", USUAL_DOMAIN));
  }

  private static URI address(String key, String value) {
    Predicate<URI> usable =
        uri ->
            ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getUserInfo() == null;
    try {
      URI address = new URI(value);
      if (usable.test(address)) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw new UsageError(
        "--set %s=%s: give an address such as http://127.0.0.1:7070, without a user name."
            .formatted(key, value.length() > 80 ? value.substring(0, 80) + "…" : value));
  }
}
