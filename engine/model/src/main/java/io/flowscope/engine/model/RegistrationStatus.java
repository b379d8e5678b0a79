package io.flowscope.engine.model;

/** SWF's values of {@code RegistrationStatus}. */
public enum RegistrationStatus {
  REGISTERED,
  DEPRECATED
}
