package io.flowscope.engine.core;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.queue.ListKey;
import io.flowscope.engine.queue.TaskKind;

/** A poll for a decision task. */
final class DecisionPoll extends WaitingPoll<DecisionTask> {
  static final DecisionTask NOTHING = new DecisionTask(null, 0, null, null, null, null, 0L);

  private final Action.PollForDecisionTask action;

  DecisionPoll(Action.PollForDecisionTask action) {
    super(
        new ListKey(action.domain(), TaskKind.DECISION, action.taskList().name()),
        action.identity());
    this.action = action;
  }

  Action.PollForDecisionTask action() {
    return action;
  }

  @Override
  DecisionTask nothing() {
    return NOTHING;
  }
}
