package io.flowscope.engine.sim;

import io.flowscope.engine.model.WorkflowExecution;

/** A task in the hands of a simulated worker. */
final class Held {
  final String domain;
  final boolean decision;
  final String token;
  final WorkflowExecution run;
  final long started;
  final String identity;

  /** How many batches were on the disk when the worker got it. */
  final int since;

  /** How many batches were there when the worker was told that its answer was taken; 0 before. */
  int answeredAt;

  Held(
      String domain,
      boolean decision,
      String token,
      WorkflowExecution run,
      long started,
      String identity,
      int since) {
    this.domain = domain;
    this.decision = decision;
    this.token = token;
    this.run = run;
    this.started = started;
    this.identity = identity;
    this.since = since;
  }

  boolean isAnswered() {
    return answeredAt > 0;
  }

  /** Whether the task is still open, so that this token must be good. */
  boolean isOpen(Truth truth) {
    Fold fold = truth.run(run.runId());
    return fold != null
        && fold.isOpen()
        && Truth.tasks(fold).stream().anyMatch(task -> task.started == started);
  }
}
