package io.flowscope.engine.decide;

import io.flowscope.engine.model.Decision;

/** What a domain's executions share and one decider may use up. */
public interface Room {
  /** How many executions may still be opened in the domain. */
  int executions();

  /** Takes one from the domain's rate of this type of decision; false when that is used up. */
  boolean takes(Class<? extends Decision> type);
}
