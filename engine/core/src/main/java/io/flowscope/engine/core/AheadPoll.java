package io.flowscope.engine.core;

import io.flowscope.engine.LocalBackend.Ahead;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.queue.ListKey;
import io.flowscope.engine.queue.TaskKind;
import java.util.concurrent.CompletableFuture;

/** A poll for a decision task by a decider in this process, which may compute ahead of the disk. */
final class AheadPoll extends WaitingPoll<Ahead> {
  private final Action.PollForDecisionTask action;

  AheadPoll(Action.PollForDecisionTask action) {
    super(
        new ListKey(action.domain(), TaskKind.DECISION, action.taskList().name()),
        action.identity());
    this.action = action;
  }

  Action.PollForDecisionTask action() {
    return action;
  }

  @Override
  Ahead nothing() {
    return new Ahead(DecisionPoll.NOTHING, CompletableFuture.completedFuture(null));
  }
}
