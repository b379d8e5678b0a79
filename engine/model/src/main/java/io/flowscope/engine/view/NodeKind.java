package io.flowscope.engine.view;

/** What a node of the graph is. */
public enum NodeKind {
  ACTIVITY,
  WORKFLOW,
  TIMER,
  SIGNAL,
  MARKER,
  LAMBDA,
  BARRIER,
  /** A promise derived from others: the k-th finished of a set, a branch, a map. */
  DERIVED,
  /** The pause before the next attempt of a call; part of that call, never a node of its own. */
  DELAY
}
