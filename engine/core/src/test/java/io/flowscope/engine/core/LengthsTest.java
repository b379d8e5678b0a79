package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.TaskList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** How long texts and lists may be, as SWF has it and as configured. */
class LengthsTest extends Scenario {
  private static Action<?> start(Object... members) {
    Object[] all = Arrays.copyOf(members, members.length + 6);
    all[members.length] = "domain";
    all[members.length + 1] = "d";
    all[members.length + 2] = "workflowType";
    all[members.length + 3] = Stepped.WORKFLOW;
    all[members.length + 4] = "workflowId";
    all[members.length + 5] = "w";
    return of(Action.StartWorkflowExecution.class, all);
  }

  private static Action<?> answer(Decision decision) {
    return new Action.RespondDecisionTaskCompleted("t", List.of(decision), null, null, null);
  }

  /** By setting, its default, a path and an action whose member there has so many characters. */
  private record Length(int most, String path, IntFunction<Action<?>> action) {}

  private static Map<String, List<Length>> lengths() {
    Map<String, List<Length>> all = new LinkedHashMap<>();
    all.put(
        "dataLength",
        List.of(
            new Length(32_768, "input", n -> start("input", text(n))),
            new Length(
                32_768,
                "input",
                n -> new Action.SignalWorkflowExecution("d", "w", null, "s", text(n))),
            new Length(
                32_768, "result", n -> new Action.RespondActivityTaskCompleted("t", text(n))),
            new Length(
                32_768, "details", n -> new Action.RespondActivityTaskCanceled("t", text(n))),
            new Length(
                32_768, "details", n -> new Action.RespondActivityTaskFailed("t", "", text(n))),
            new Length(
                32_768,
                "executionContext",
                n -> new Action.RespondDecisionTaskCompleted("t", null, text(n), null, null)),
            new Length(
                32_768,
                "decisions.1.member.completeWorkflowExecutionDecisionAttributes.result",
                n -> answer(new Decision.CompleteWorkflowExecution(text(n)))),
            new Length(
                32_768,
                "decisions.1.member.recordMarkerDecisionAttributes.details",
                n -> answer(new Decision.RecordMarker("m", text(n)))),
            new Length(
                32_768,
                "decisions.1.member.startTimerDecisionAttributes.control",
                n -> answer(new Decision.StartTimer("t", text(n), "1"))),
            new Length(
                32_768,
                "decisions.1.member.scheduleLambdaFunctionDecisionAttributes.input",
                n -> answer(new Decision.ScheduleLambdaFunction("i", "f", null, text(n), null)))));
    all.put(
        "heartbeatLength",
        List.of(
            new Length(
                2_048, "details", n -> new Action.RecordActivityTaskHeartbeat("t", text(n)))));
    all.put(
        "reasonLength",
        List.of(
            new Length(
                256, "reason", n -> new Action.RespondActivityTaskFailed("t", text(n), null)),
            new Length(
                256,
                "reason",
                n -> new Action.TerminateWorkflowExecution("d", "w", null, text(n), null, null)),
            new Length(
                256,
                "decisions.1.member.failWorkflowExecutionDecisionAttributes.reason",
                n -> answer(new Decision.FailWorkflowExecution(text(n), null)))));
    all.put(
        "idLength",
        List.of(
            new Length(
                256,
                "workflowId",
                n -> new Action.SignalWorkflowExecution("d", text(n), null, "s", null)),
            new Length(
                256,
                "decisions.1.member.scheduleActivityTaskDecisionAttributes.activityId",
                n ->
                    answer(
                        of(
                            Decision.ScheduleActivityTask.class,
                            "activityType",
                            Stepped.ACTIVITY,
                            "activityId",
                            text(n)))),
            new Length(
                256,
                "decisions.1.member.startTimerDecisionAttributes.timerId",
                n -> answer(new Decision.StartTimer(text(n), null, "1")))));
    all.put(
        "nameLength",
        List.of(
            new Length(
                256,
                "taskList.name",
                n -> new Action.PollForActivityTask("d", new TaskList(text(n)), null)),
            new Length(
                256,
                "signalName",
                n -> new Action.SignalWorkflowExecution("d", "w", null, text(n), null)),
            new Length(
                256,
                "decisions.1.member.recordMarkerDecisionAttributes.markerName",
                n -> answer(new Decision.RecordMarker(text(n), null)))));
    all.put(
        "tagLength",
        List.of(new Length(256, "tagList.1.member", n -> start("tagList", List.of(text(n))))));
    all.put(
        "tags",
        List.of(
            new Length(5, "tagList", n -> start("tagList", Collections.nCopies(n, "t"))),
            new Length(
                5,
                "decisions.1.member.startChildWorkflowExecutionDecisionAttributes.tagList",
                n ->
                    answer(
                        of(
                            Decision.StartChildWorkflowExecution.class,
                            "workflowType",
                            Stepped.WORKFLOW,
                            "workflowId",
                            "k",
                            "tagList",
                            Collections.nCopies(n, "t")))),
            new Length(
                5,
                "decisions.1.member.continueAsNewWorkflowExecutionDecisionAttributes.tagList",
                n ->
                    answer(
                        of(
                            Decision.ContinueAsNewWorkflowExecution.class,
                            "tagList",
                            Collections.nCopies(n, "t"))))));
    return all;
  }

  private static String text(int length) {
    return "x".repeat(length);
  }

  /** Whether a call gets past the constraints; what it then comes to is another matter. */
  private static boolean passes(Stepped swf, Action<?> action) {
    var future = swf.ask(action);
    swf.engine().runUntilIdle();
    return !future.isCompletedExceptionally()
        || !String.valueOf(future.exceptionNow()).contains("failed to satisfy constraint");
  }

  @Test
  void textsAndListsEndWhereSwfSays() {
    Stepped swf = stepped();
    lengths()
        .values()
        .forEach(
            cases ->
                cases.forEach(
                    one -> {
                      assertThat(passes(swf, one.action.apply(one.most)))
                          .as("%s of %d", one.path, one.most)
                          .isTrue();
                      assertThat(refusal(swf, one.action.apply(one.most + 1)))
                          .startsWith("ValidationException: 1 validation error detected: Value '")
                          .contains("' at '" + one.path + "' failed to satisfy constraint: Member")
                          .endsWith("must have length less than or equal to " + one.most);
                    }));
  }

  @Test
  void textsAndListsEndWhereTheConfigurationSays() {
    lengths()
        .forEach(
            (setting, cases) -> {
              for (int most : new int[] {10, 40_000}) {
                Stepped swf = stepped(setting, Integer.toString(most));
                for (Length one : cases) {
                  assertThat(passes(swf, one.action.apply(most))).as(setting).isTrue();
                  assertThat(refusal(swf, one.action.apply(most + 1)))
                      .endsWith("must have length less than or equal to " + most);
                }
              }
            });
  }
}
