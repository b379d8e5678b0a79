package io.flowscope.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Action.ListDomains;
import io.flowscope.engine.model.Action.RegisterDomain;
import io.flowscope.engine.model.Action.RespondActivityTaskFailed;
import io.flowscope.engine.model.Action.RespondDecisionTaskCompleted;
import io.flowscope.engine.model.Action.StartWorkflowExecution;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConstraintsTest {
  private static final WorkflowType TYPE = new WorkflowType("Name", "1");

  private static String error(Action<?> action) {
    SwfFault fault = catchThrowableOfType(SwfFault.class, () -> Constraints.check(action));
    if (fault == null) {
      return "";
    }
    assertThat(fault.type()).isEqualTo("ValidationException");
    return fault.getMessage();
  }

  private static StartWorkflowExecution start(
      String workflowId, String priority, String input, String timeout, List<String> tags) {
    return new StartWorkflowExecution(
        "d", workflowId, TYPE, null, priority, input, timeout, tags, null, null, null);
  }

  private static RespondDecisionTaskCompleted answer(Decision... decisions) {
    return new RespondDecisionTaskCompleted("t", Arrays.asList(decisions), null, null, null);
  }

  private static Decision schedule(String id, String timeout) {
    ActivityType type = new ActivityType("T.x", "1");
    return new Decision.ScheduleActivityTask(
        type, id, null, null, timeout, null, null, null, null, null);
  }

  @Test
  void whatIsRightPasses() {
    assertThat(error(start("a:b", "-2147483648", "x".repeat(32_768), "60", List.of("", "a"))))
        .isEmpty();
    assertThat(error(answer(schedule("VideoTasks.encode-2", "NONE"), schedule("a", "0"))))
        .isEmpty();
    assertThat(error(new RespondDecisionTaskCompleted("t", null, null, null, "NONE"))).isEmpty();
    assertThat(error(new RegisterDomain("d", null, "NONE", null))).isEmpty();
    assertThat(error(new RegisterDomain("d", null, "90", List.of()))).isEmpty();
  }

  @Test
  void aMissingMemberIsNamed() {
    assertThat(error(new RegisterDomain(null, null, "7", null)))
        .isEqualTo(
            "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member"
                + " must not be null");
    assertThat(error(answer(schedule(null, null))))
        .contains("'decisions.1.member.scheduleActivityTaskDecisionAttributes.activityId'");
    assertThat(error(answer(schedule("a", null), null)))
        .contains("Value null at 'decisions.2.member'");
  }

  @Test
  void everyErrorIsListed() {
    assertThat(error(new RegisterDomain("", "x".repeat(1_025), null, null)))
        .startsWith("3 validation errors detected: Value '' at 'name' failed to satisfy")
        .contains("Member must have length greater than or equal to 1; Value 'xxx")
        .contains("Member must have length less than or equal to 1024; Value null at 'workflow")
        .hasSizeLessThan(500);
  }

  @Test
  void listsTextsAndNumbersHaveBounds() {
    assertThat(error(start("w", null, "x".repeat(32_769), "60", null)))
        .contains("'input'")
        .contains("length less than or equal to 32768");
    assertThat(error(start("w", null, null, "60", Collections.nCopies(6, "t"))))
        .contains("Value '[6 members]' at 'tagList'")
        .contains("length less than or equal to 5");
    assertThat(error(start("w", null, null, "60", List.of("a", "x".repeat(257)))))
        .contains("'tagList.2.member'");
    ListDomains tooMany = new ListDomains(null, RegistrationStatus.REGISTERED, 1_001, null);
    assertThat(error(tooMany))
        .contains("Value '1001' at 'maximumPageSize'")
        .contains("value less than or equal to 1000");
    assertThat(error(new RespondActivityTaskFailed("t", "x".repeat(257), null)))
        .contains("'reason'");
  }

  @Test
  void durationsAndPrioritiesAreNumbers() {
    for (String bad : List.of("-1", "+1", "1.5", "1s", "none", " 1", "\u0661")) {
      assertThat(error(answer(schedule("a", bad)))).contains("whole number of seconds");
      assertThat(error(start("w", null, null, bad, null))).contains("xecutionStartToCloseTimeout");
    }
    assertThat(error(start("w", null, null, "", null))).isEmpty();
    assertThat(error(answer(schedule("a", "")))).isEmpty();
    assertThat(error(answer(new Decision.StartTimer("t", null, "")))).contains("startToFire");
    assertThat(error(start("w", null, null, "NONE", null))).contains("whole number of seconds");
    assertThat(error(answer(new Decision.StartTimer("t", null, "NONE")))).contains("startToFire");
    assertThat(error(answer(schedule("a", "123456789"))))
        .contains("length less than or equal to 8");
    for (String bad : List.of("", "2147483648", "-2147483649", "x", "--1", "1e1", "9".repeat(99))) {
      assertThat(error(start("w", bad, null, "60", null))).contains("'taskPriority'");
    }
    assertThat(error(new RegisterDomain("d", null, "91", null))).contains("from 0 to 90");
  }

  @Test
  void namesHaveNoSeparators() {
    for (String bad : List.of("a/b", "a|b", "a\u0000", "a\u0085", "arn")) {
      assertThat(error(start(bad, null, null, "60", null))).contains("'workflowId'");
      assertThat(error(answer(schedule(bad, null)))).contains("activityId'");
      assertThat(error(new RegisterDomain(bad, null, "7", null))).contains("'name'");
    }
    assertThat(error(answer(schedule("a:b", null)))).contains("activityId'");
    assertThat(error(new Action.PollForActivityTask("d", new TaskList("l:1"), null)))
        .contains("'taskList.name'");
    assertThat(error(new RegisterDomain(" d", null, "7", null))).contains("white space");
  }

  @Test
  void maximaCanBeRaisedAndLowered() {
    Constraints other = Constraints.with(Map.of("Data", 40_000, "TagList", 1));
    assertThatCode(() -> other.require(start("w", null, "x".repeat(40_000), "60", null)))
        .doesNotThrowAnyException();
    SwfFault fault =
        catchThrowableOfType(
            SwfFault.class,
            () -> other.require(start("w", null, "x".repeat(40_001), "60", List.of("a", "b"))));
    assertThat(fault.getMessage())
        .startsWith("2 validation errors detected")
        .contains("length less than or equal to 40000")
        .contains("length less than or equal to 1");
  }

  @Test
  void everyActionIsKnown() {
    assertThatCode(() -> Constraints.check(new Action.DescribeDomain("d")))
        .doesNotThrowAnyException();
    assertThat(Action.class.getPermittedSubclasses()).hasSize(39);
  }
}
