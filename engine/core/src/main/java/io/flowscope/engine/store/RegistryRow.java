package io.flowscope.engine.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A domain or a type.
 *
 * @param version empty for a domain
 * @param body its record as JSON; null deletes it
 */
public record RegistryRow(
    Kind kind, String domain, String name, String version, @Nullable String body) {

  /** What is registered. */
  public enum Kind {
    DOMAIN,
    WORKFLOW_TYPE,
    ACTIVITY_TYPE
  }

  /** By which there is one row. */
  List<Object> key() {
    return List.of(kind, domain, name, version);
  }
}
