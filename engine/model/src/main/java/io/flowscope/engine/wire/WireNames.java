package io.flowscope.engine.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names of types as they stand in SWF's JSON: those of the records. */
final class WireNames {
  private WireNames() {}

  /** The records of a sealed interface by their names. */
  static Map<String, Class<?>> of(Class<?> sealed) {
    Map<String, Class<?>> names = new LinkedHashMap<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      names.put(permitted.getSimpleName(), permitted);
    }
    return Collections.unmodifiableMap(names);
  }

  /** The member that carries the attributes of a type. */
  static String member(String type, String suffix) {
    return Character.toLowerCase(type.charAt(0)) + type.substring(1) + suffix;
  }

  /** The fault of a type that is missing, or not one of those. */
  static JsonMappingException notOneOf(
      JsonParser in, String value, String member, Map<String, Class<?>> names) {
    JsonMappingException e =
        value.isEmpty()
            ? new WireFaults.Missing(in)
            : new WireFaults.NotOneOf(in, value, names.keySet());
    e.prependPath(value, member);
    return e;
  }
}
