package io.flowscope.engine.core;

import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.WorkflowType;

/** A type's place among those of its domain: by name, then version. */
record TypeKey(String name, String version) implements Comparable<TypeKey> {

  static TypeKey of(WorkflowType type) {
    return new TypeKey(type.name(), type.version());
  }

  static TypeKey of(ActivityType type) {
    return new TypeKey(type.name(), type.version());
  }

  @Override
  public int compareTo(TypeKey other) {
    int order = name.compareTo(other.name);
    return order != 0 ? order : version.compareTo(other.version);
  }
}
