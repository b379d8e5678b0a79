package io.flowscope.testing;

import io.flowscope.engine.model.DecisionTask;

/** What goes wrong with the answer to a decision task. */
@FunctionalInterface
interface Faults {
  /** Nothing ever does. */
  Faults NONE = task -> Fault.NONE;

  /** What happens to this answer. */
  Fault next(DecisionTask task);

  /** What may happen. */
  enum Fault {
    NONE,
    /** The worker dies after it has decided; the decision task times out. */
    DIES_BEFORE_ANSWER,
    /** The answer is applied, but the worker never learns of it. */
    ANSWER_LOST
  }
}
