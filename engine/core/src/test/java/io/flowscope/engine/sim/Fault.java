package io.flowscope.engine.sim;

/** What may go wrong. */
enum Fault {
  /** The process ends before a batch is written. */
  CRASH_BEFORE_APPEND,
  /** The process or the machine ends when a batch is written and not yet durable. */
  CRASH_BEFORE_SYNC,
  /** The process ends after a batch is durable and before anybody is answered. */
  CRASH_AFTER_APPEND,
  /** The process ends when some have their answers and others have not. */
  CRASH_BETWEEN_ANSWERS,
  /** The process ends while it has nothing to do. */
  CRASH_IDLE,
  /** The machine ends and takes what was not synced yet. */
  POWER_CUT,
  /** The process is stopped and started. */
  RESTART,
  /** A batch cannot be written. */
  APPEND_FAILED_BEFORE,
  /** A batch is written, but the store says it is not. */
  APPEND_FAILED_AFTER,
  /** The store cannot be opened again for a while. */
  REOPEN_FAILED,
  /** The store cannot be opened when the process starts. */
  OPEN_FAILED,
  /** A read fails. */
  READ_FAILED,
  /** A batch takes long. */
  SLOW_APPEND,
  /** The clock is set forward. */
  CLOCK_FORWARD,
  /** The clock is set back. */
  CLOCK_BACK,
  /** The answer does not reach the client. */
  LOST_ANSWER,
  /** A request reaches the engine twice. */
  DOUBLE_DELIVERY
}
