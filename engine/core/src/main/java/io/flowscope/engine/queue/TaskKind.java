package io.flowscope.engine.queue;

/** The two kinds of tasks, each with task lists of its own. */
public enum TaskKind {
  DECISION,
  ACTIVITY
}
