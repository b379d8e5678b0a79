package io.flowscope.server.swf;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.TaskList;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which actions a key may use, and where. */
final class Permissions {
  private Permissions() {}

  /**
   * @param taskDomain the domain of the task that a token is good for, where that is known
   * @throws SwfFault {@code OperationNotPermittedFault} when the key may not
   */
  static void check(
      AccessKey key, Action<?> action, Function<String, Optional<String>> taskDomain) {
    switch (key.scope()) {
      case AccessKey.Everything everything -> {}
      case AccessKey.Domains some -> {
        String token = token(action);
        String arn =
            token == null
                ? resource(action)
                : taskDomain.apply(token).map(Permissions::arn).orElse(null);
        boolean permitted =
            arn == null || some.domains().contains(arn.substring(arn.lastIndexOf('/') + 1));
        if (!permitted) {
          throw new SwfFault(
              "OperationNotPermittedFault",
              "User: %s is not authorized to perform: swf:%s on resource: %s"
                  .formatted(key.owner(), action.actionName(), arn));
        }
      }
      case AccessKey.Worker worker -> {
        String token = token(action);
        String complaint =
            token == null
                ? complaint(worker, action)
                : taskDomain.apply(token).map(domain -> complaint(worker, domain)).orElse(null);
        if (complaint != null) {
          throw new SwfFault("OperationNotPermittedFault", complaint);
        }
      }
    }
  }

  /** The token of the task that an action is about; null for what is about no task. */
  private static @Nullable String token(Action<?> action) {
    return switch (action) {
      case Action.RespondDecisionTaskCompleted a -> String.valueOf(a.taskToken());
      case Action.RespondActivityTaskCompleted a -> String.valueOf(a.taskToken());
      case Action.RespondActivityTaskFailed a -> String.valueOf(a.taskToken());
      case Action.RespondActivityTaskCanceled a -> String.valueOf(a.taskToken());
      case Action.RecordActivityTaskHeartbeat a -> String.valueOf(a.taskToken());
      default -> null;
    };
  }

  /** The domain that an action is about, as AWS names it; that of a task depends on its token. */
  private static @Nullable String resource(Action<?> action) {
    return switch (action) {
      case Action.RespondDecisionTaskCompleted a -> null;
      case Action.RespondActivityTaskCompleted a -> null;
      case Action.RespondActivityTaskFailed a -> null;
      case Action.RespondActivityTaskCanceled a -> null;
      case Action.RecordActivityTaskHeartbeat a -> null;
      case Action.ListDomains a -> arn("*");
      case Action.RegisterDomain a -> arn(a.name());
      case Action.DescribeDomain a -> arn(a.name());
      case Action.DeprecateDomain a -> arn(a.name());
      case Action.UndeprecateDomain a -> arn(a.name());
      case Action.TagResource a -> String.valueOf(a.resourceArn());
      case Action.UntagResource a -> String.valueOf(a.resourceArn());
      case Action.ListTagsForResource a -> String.valueOf(a.resourceArn());
      case Action.CountClosedWorkflowExecutions a -> arn(a.domain());
      case Action.CountOpenWorkflowExecutions a -> arn(a.domain());
      case Action.CountPendingActivityTasks a -> arn(a.domain());
      case Action.CountPendingDecisionTasks a -> arn(a.domain());
      case Action.DeleteActivityType a -> arn(a.domain());
      case Action.DeleteWorkflowType a -> arn(a.domain());
      case Action.DeprecateActivityType a -> arn(a.domain());
      case Action.DeprecateWorkflowType a -> arn(a.domain());
      case Action.DescribeActivityType a -> arn(a.domain());
      case Action.DescribeWorkflowExecution a -> arn(a.domain());
      case Action.DescribeWorkflowType a -> arn(a.domain());
      case Action.GetWorkflowExecutionHistory a -> arn(a.domain());
      case Action.ListActivityTypes a -> arn(a.domain());
      case Action.ListClosedWorkflowExecutions a -> arn(a.domain());
      case Action.ListOpenWorkflowExecutions a -> arn(a.domain());
      case Action.ListWorkflowTypes a -> arn(a.domain());
      case Action.PollForActivityTask a -> arn(a.domain());
      case Action.PollForDecisionTask a -> arn(a.domain());
      case Action.RegisterActivityType a -> arn(a.domain());
      case Action.RegisterWorkflowType a -> arn(a.domain());
      case Action.RequestCancelWorkflowExecution a -> arn(a.domain());
      case Action.SignalWorkflowExecution a -> arn(a.domain());
      case Action.StartWorkflowExecution a -> arn(a.domain());
      case Action.TerminateWorkflowExecution a -> arn(a.domain());
      case Action.UndeprecateActivityType a -> arn(a.domain());
      case Action.UndeprecateWorkflowType a -> arn(a.domain());
    };
  }

  private static String arn(@Nullable String domain) {
    return "arn:aws:swf:local:000000000000:/domain/" + domain;
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
    return "This key is a worker's; it may not use " + action.actionName() + ".";
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
