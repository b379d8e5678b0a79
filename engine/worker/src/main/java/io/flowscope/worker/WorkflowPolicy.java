package io.flowscope.worker;

import io.flowscope.Limit;
import io.flowscope.Policy;
import io.flowscope.Policy.Part;
import io.flowscope.Workflow;
import io.flowscope.Workflow.OnCancel;
import io.flowscope.Workflow.OnClose;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.spi.Limits;
import io.flowscope.spi.Retries;
import io.flowscope.spi.Seconds;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code @Workflow} says, with defaults applied.
 *
 * @param executionStartToClose seconds, rounded up
 * @param decisionStartToClose seconds, rounded up
 * @param retries of it as a child
 * @param limits of children of this type in one parent
 * @param callLimits of the calls that a run makes: by task list, and of all by the empty name
 * @param taskList where it is started as a child; null for the list of the jar
 * @param priority of it as a child; null for the default
 */
public record WorkflowPolicy(
    long executionStartToClose,
    long decisionStartToClose,
    ChildPolicy childPolicy,
    OnClose onClose,
    OnCancel onCancel,
    List<String> tags,
    Retries retries,
    Limits limits,
    Map<String, Limits> callLimits,
    @Nullable String taskList,
    @Nullable Integer priority) {
  private static final int MAX_TAGS = 5;

  private static final Set<Part> NOT_OF_WORKFLOWS =
      EnumSet.of(Part.SCHEDULE_TO_START, Part.SCHEDULE_TO_CLOSE, Part.HEARTBEAT, Part.IDEMPOTENT);

  /** The annotation with nothing given, for its defaults. */
  @Workflow
  private static final class Defaults {}

  static Workflow defaults() {
    return Defaults.class.getAnnotation(Workflow.class);
  }

  /**
   * Reads the annotation.
   *
   * @throws IllegalArgumentException with one line for each member that is wrong
   */
  static WorkflowPolicy of(Workflow workflow) {
    Complaints complaints = new Complaints();
    Retries none = Retries.of(defaults().retry(), 1);
    Map<String, Limits> callLimits = new LinkedHashMap<>();
    for (Limit limit : workflow.callLimits()) {
      callLimits.put(limit.taskList(), complaints.or(() -> Limits.of(limit), Limits.NONE));
    }
    complaints.check(
        callLimits.size() == workflow.callLimits().length,
        "callLimits names one task list, or all calls, twice");
    complaints.check(
        workflow.limit().taskList().isEmpty(), "limit.taskList is for callLimits, not for limit");
    complaints.check(
        workflow.tags().length <= MAX_TAGS, "tags has more than the five that Amazon SWF allows");
    WorkflowPolicy policy =
        new WorkflowPolicy(
            positive(complaints, "executionStartToClose", workflow.executionStartToClose()),
            positive(complaints, "decisionStartToClose", workflow.decisionStartToClose()),
            ChildPolicy.valueOf(workflow.childPolicy().name()),
            workflow.onClose(),
            workflow.cancel(),
            List.of(workflow.tags()),
            complaints.or(() -> Retries.of(workflow.retry(), 1), none),
            complaints.or(() -> Limits.of(workflow.limit()), Limits.NONE),
            Map.copyOf(callLimits),
            null,
            null);
    complaints.raise();
    return policy;
  }

  private static long positive(Complaints complaints, String member, String text) {
    return Math.max(1, complaints.or(() -> Seconds.parse(member, text), 1L));
  }

  /** The same as a child that is started on this list. */
  WorkflowPolicy on(String list) {
    return new WorkflowPolicy(
        executionStartToClose,
        decisionStartToClose,
        childPolicy,
        onClose,
        onCancel,
        tags,
        retries,
        limits,
        callLimits,
        list,
        priority);
  }

  /**
   * With what a stub's policy says.
   *
   * @throws IllegalArgumentException when a part is out of range, or not one of a workflow
   */
  WorkflowPolicy with(Policy policy) {
    for (Part part : NOT_OF_WORKFLOWS) {
      if (policy.parts().containsKey(part)) {
        throw new IllegalArgumentException(part + " is for tasks; a child workflow has none");
      }
    }
    Duration startToClose = policy.get(Part.START_TO_CLOSE, null);
    return new WorkflowPolicy(
        startToClose == null ? executionStartToClose : Math.max(1, Seconds.roundedUp(startToClose)),
        decisionStartToClose,
        childPolicy,
        onClose,
        onCancel,
        tags,
        retries.with(policy),
        limits.with(policy),
        callLimits,
        policy.get(Part.TASK_LIST, taskList),
        policy.get(Part.PRIORITY, priority));
  }
}
