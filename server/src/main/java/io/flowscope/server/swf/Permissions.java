package io.flowscope.server.swf;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.TaskList;
import org.jspecify.annotations.Nullable;

/** Which actions a key may use, and where. */
final class Permissions {
  private Permissions() {}

  /**
   * @throws SwfFault {@code OperationNotPermittedFault} when the key may not
   */
  static void check(AccessKey key, Action<?> action) {
    switch (key.scope()) {
      case AccessKey.Everything everything -> {}
      case AccessKey.Worker worker -> {
        String complaint = complaint(worker, action);
        if (complaint != null) {
          throw new SwfFault("OperationNotPermittedFault", complaint);
        }
      }
    }
  }

  private static @Nullable String complaint(AccessKey.Worker worker, Action<?> action) {
    if (action instanceof Action.PollForDecisionTask poll) {
      return complaint(worker, poll.domain(), poll.taskList());
    }
    if (action instanceof Action.PollForActivityTask poll) {
      return complaint(worker, poll.domain(), poll.taskList());
    }
    if (action instanceof Action.GetWorkflowExecutionHistory history) {
      return complaint(worker, history.domain());
    }
    if (action instanceof Action.DescribeWorkflowExecution describe) {
      return complaint(worker, describe.domain());
    }
    boolean answer =
        action instanceof Action.RespondDecisionTaskCompleted
            || action instanceof Action.RespondActivityTaskCompleted
            || action instanceof Action.RespondActivityTaskFailed
            || action instanceof Action.RespondActivityTaskCanceled
            || action instanceof Action.RecordActivityTaskHeartbeat;
    return answer ? null : "This key is a worker's; it may not use " + action.actionName() + ".";
  }

  private static @Nullable String complaint(AccessKey.Worker worker, @Nullable String domain) {
    return worker.domain().equals(domain)
        ? null
        : "This key is a worker's in domain " + worker.domain() + ", not in " + domain + ".";
  }

  private static @Nullable String complaint(
      AccessKey.Worker worker, @Nullable String domain, @Nullable TaskList list) {
    String complaint = complaint(worker, domain);
    if (complaint != null) {
      return complaint;
    }
    return list != null && worker.taskLists().contains(list.name())
        ? null
        : "This key is a worker's; it may not poll task list "
            + (list == null ? "null" : list.name())
            + ".";
  }
}
