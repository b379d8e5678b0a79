package io.flowscope.engine.model;

/** SWF's values of {@code ChildPolicy}. */
public enum ChildPolicy {
  TERMINATE,
  REQUEST_CANCEL,
  ABANDON
}
