package io.flowscope.engine.core;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.queue.ListKey;
import io.flowscope.engine.queue.TaskKind;

/** A poll for an activity task. */
final class ActivityPoll extends WaitingPoll<ActivityTask> {

  ActivityPoll(Action.PollForActivityTask action) {
    super(
        new ListKey(action.domain(), TaskKind.ACTIVITY, action.taskList().name()),
        action.identity());
  }

  @Override
  ActivityTask nothing() {
    return new ActivityTask(null, null, 0, null, null, null);
  }
}
