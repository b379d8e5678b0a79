package io.flowscope.testing;

import static io.flowscope.testing.Histories.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.Promise;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import org.junit.jupiter.api.Test;

/** Names, lists and policy as they stand in the history. Warm and cold in every round. */
class DecisionsCarryTest {
  private static final TaskList LIST = new TaskList("fs.test");

  @Test
  void every_decision_carries_all_that_defaults_could_change() {
    BothWays.of(
            w -> {
              w.helper().help(w.tasks().slow(2)).get();
              return w.flow().restart("again");
            })
        .with(c -> c.taking("Tasks.slow", seconds(5)))
        .story(
            (engine, run) -> engine.pass(seconds(6)),
            run -> {
              var task = run.events(Event.ActivityTaskScheduled.class).getFirst();
              assertThat(task.activityType()).isEqualTo(new ActivityType("Tasks.slow", "1"));
              assertThat(task.activityId()).isEqualTo("Tasks.slow-1");
              assertThat(task.taskList()).isEqualTo(LIST);
              assertThat(task.taskPriority()).isEqualTo("0");
              assertThat(task.startToCloseTimeout()).isEqualTo("10");
              assertThat(task.scheduleToStartTimeout()).isEqualTo("NONE");
              assertThat(task.scheduleToCloseTimeout()).isEqualTo("NONE");
              assertThat(task.heartbeatTimeout()).isEqualTo("NONE");

              var child = run.events(Event.StartChildWorkflowExecutionInitiated.class).getFirst();
              assertThat(child.workflowType()).isEqualTo(new WorkflowType("Child", "1"));
              assertThat(child.workflowId())
                  .isEqualTo(run.execution().runId().substring(0, 12) + ".Helper.help-1");
              assertThat(child.taskList()).isEqualTo(LIST);
              assertThat(child.taskPriority()).isEqualTo("0");
              assertThat(child.executionStartToCloseTimeout()).isEqualTo("2592000");
              assertThat(child.taskStartToCloseTimeout()).isEqualTo("30");
              assertThat(child.childPolicy()).isEqualTo(ChildPolicy.TERMINATE);

              var next = (Event.WorkflowExecutionContinuedAsNew) run.closing();
              assertThat(next.taskList()).isEqualTo(LIST);
              assertThat(next.executionStartToCloseTimeout()).isEqualTo("2592000");
              assertThat(next.taskStartToCloseTimeout()).isEqualTo("30");
              assertThat(next.childPolicy()).isEqualTo(ChildPolicy.TERMINATE);
            });
  }

  @Test
  void a_workflow_is_named_by_its_class_or_its_annotation() {
    BothWays.of(w -> w.helper().help(Promise.of(2)))
        .run(
            run -> {
              assertThat(run.events(Event.WorkflowExecutionStarted.class).getFirst().workflowType())
                  .isEqualTo(new WorkflowType("Scripted", "1"));
              assertThat(
                      run.events(Event.StartChildWorkflowExecutionInitiated.class)
                          .getFirst()
                          .workflowType()
                          .name())
                  .isEqualTo("Child");
            });
  }
}
