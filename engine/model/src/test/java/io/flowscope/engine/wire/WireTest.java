package io.flowscope.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action.DescribeDomain;
import io.flowscope.engine.model.Action.ListDomains;
import io.flowscope.engine.model.Action.ListOpenWorkflowExecutions;
import io.flowscope.engine.model.Action.RegisterDomain;
import io.flowscope.engine.model.Action.RespondDecisionTaskCompleted;
import io.flowscope.engine.model.Action.SignalWorkflowExecution;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.StartTimerFailedCause;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

  private static SwfFault fault(String json, Class<?> type) {
    return catchThrowableOfType(SwfFault.class, () -> Wire.decode(json, type));
  }

  @Test
  void anEventIsWrittenAsSwfWritesIt() {
    HistoryEvent event =
        new HistoryEvent(
            Instant.ofEpochMilli(1_795_255_200_007L), 3, new Event.DecisionTaskStarted("me", 2));
    String json =
        "{\"eventTimestamp\":1795255200.007,\"eventType\":\"DecisionTaskStarted\",\"eventId\":3,"
            + "\"decisionTaskStartedEventAttributes\":{\"identity\":\"me\",\"scheduledEventId\":2}}";
    assertThat(Wire.encode(event)).isEqualTo(json);
    assertThat(Wire.decode(json, HistoryEvent.class)).isEqualTo(event);
  }

  @Test
  void timesKeepTheirMilliseconds() {
    for (long millis : new long[] {0, 1, 999, 1_000, -1, -1_001, 1_795_255_200_120L}) {
      Instant at = Instant.ofEpochMilli(millis);
      HistoryEvent event = new HistoryEvent(at, 1, new Event.LambdaFunctionStarted(1));
      assertThat(Wire.decode(Wire.encode(event), HistoryEvent.class)).isEqualTo(event);
    }
  }

  @Test
  void absentMembersAreOmittedAndNullIsAbsent() {
    assertThat(Wire.encode(new RegisterDomain("d", null, "7", null)))
        .isEqualTo("{\"name\":\"d\",\"workflowExecutionRetentionPeriodInDays\":\"7\"}");
    assertThat(Wire.decode("{\"name\":\"d\",\"tags\":null,\"new\":[1]}", RegisterDomain.class))
        .isEqualTo(new RegisterDomain("d", null, null, null));
    assertThat(Wire.encode(new Done())).isEmpty();
    assertThat(Wire.decode("", Done.class)).isEqualTo(new Done());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "nul",
        "{",
        "[]",
        "7",
        "\"x\"",
        "{\"name\":\"a\"}}",
        "{\"name\":\"a\"} {}",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"name\":7}",
        "{\"name\":true}",
        "{\"name\":1.5}",
        "{\"name\":{}}",
        "{\"name\":[\"a\"]}",
        "{\"name\":NaN}",
        "{name:\"a\"}",
        "{'name':'a'}",
        "{\"name\":\"a\",}",
        "{\"name\":\"a\nb\"}",
        "{\"name\":\"\\x\"}"
      })
  void whatIsNotTheStructureIsASerializationException(String json) {
    SwfFault fault = fault(json, DescribeDomain.class);
    assertThat(fault.type()).isEqualTo("SerializationException");
    assertThat(fault.getMessage()).isNotBlank().doesNotContain("java.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"7\"",
        "7.5",
        "true",
        "99999999999",
        "1e400",
        "-1e99999999",
        "{}",
        "[7]",
        "\"\"",
        "NaN"
      })
  void aWholeNumberIsExpected(String number) {
    String json = "{\"registrationStatus\":\"REGISTERED\",\"maximumPageSize\":" + number + "}";
    assertThat(fault(json, ListDomains.class).type()).isEqualTo("SerializationException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"now\"", "1e400", "1e999999999", "-1e20", "true", "{}", "[1]", "\"1\""})
  void aTimeIsExpected(String time) {
    String json = "{\"domain\":\"d\",\"startTimeFilter\":{\"oldestDate\":" + time + "}}";
    SwfFault fault = fault(json, ListOpenWorkflowExecutions.class);
    assertThat(fault.type()).isEqualTo("SerializationException");
    assertThat(fault.getMessage()).startsWith("startTimeFilter.oldestDate: ");
  }

  @Test
  void tinyFractionsOfASecondAreCheap() {
    String json = "{\"domain\":\"d\",\"startTimeFilter\":{\"oldestDate\":1e-999999999}}";
    assertThat(Wire.decode(json, ListOpenWorkflowExecutions.class).startTimeFilter().oldestDate())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void depthAndLengthHaveBounds() {
    String deep = "{\"name\":\"a\",\"x\":" + "[".repeat(101) + "]".repeat(101) + "}";
    assertThat(fault(deep, DescribeDomain.class).type()).isEqualTo("SerializationException");
    String digits = "{\"name\":\"a\",\"x\":" + "1".repeat(5_000) + "}";
    assertThat(fault(digits, DescribeDomain.class).getMessage()).contains("5000");
    assertThat(fault("[".repeat(1_000_000), DescribeDomain.class)).isNotNull();
  }

  @Test
  void halfAPairSurvivesUtf8() {
    String odd = "a\ud800b\udc00 \ud83d\ude00 \udc00\ud800";
    SignalWorkflowExecution signal = new SignalWorkflowExecution("d", "w", null, "s", odd);
    byte[] bytes = Wire.encode(signal).getBytes(StandardCharsets.UTF_8);
    assertThat(Wire.decode(new String(bytes, StandardCharsets.UTF_8), signal.getClass()))
        .isEqualTo(signal);
  }

  @Test
  void aValueOutsideAnEnumerationIsAValidationException() {
    SwfFault fault = fault("{\"registrationStatus\":\"OLD\"}", ListDomains.class);
    assertThat(fault.type()).isEqualTo("ValidationException");
    assertThat(fault.getMessage())
        .isEqualTo(
            "1 validation error detected: Value 'OLD' at 'registrationStatus' failed to satisfy"
                + " constraint: Member must satisfy enum value set: [REGISTERED, DEPRECATED]");
    for (String value : List.of("0", "true", "{}")) {
      assertThat(fault("{\"registrationStatus\":" + value + "}", ListDomains.class).type())
          .isEqualTo("SerializationException");
    }
    assertThat(fault("{\"registrationStatus\":\"\"}", ListDomains.class)).isNotNull();
  }

  @Test
  void anUnknownDecisionIsAValidationException() {
    String one = "{\"taskToken\":\"t\",\"decisions\":[{\"decisionType\":\"CancelTimer\"";
    String next = ",\"cancelTimerDecisionAttributes\":{\"timerId\":\"x\"}},";
    SwfFault fault =
        fault(one + next + "{\"decisionType\":\"Dance\"}]}", RespondDecisionTaskCompleted.class);
    assertThat(fault.type()).isEqualTo("ValidationException");
    assertThat(fault.getMessage())
        .startsWith(
            "1 validation error detected: Value 'Dance' at 'decisions.2.member.decisionType' failed"
                + " to satisfy constraint: Member must satisfy enum value set: [")
        .contains("ScheduleActivityTask, ");
    String wrong = ",\"cancelTimerDecisionAttributes\":{\"timerId\":7}}]}";
    assertThat(fault(one + wrong, RespondDecisionTaskCompleted.class))
        .hasToString(
            "SerializationException:"
                + " decisions.1.member.cancelTimerDecisionAttributes.timerId: text expected");
  }

  @Test
  void aDecisionWithoutAttributesHasEmptyOnes() {
    String decisions =
        "{\"taskToken\":\"t\",\"decisions\":[{\"decisionType\":\"CompleteWorkflowExecution\"},"
            + "{\"decisionType\":\"FailWorkflowExecution\","
            + "\"failWorkflowExecutionDecisionAttributes\":null},"
            + "{\"decisionType\":\"CancelTimer\"}]}";
    RespondDecisionTaskCompleted read = Wire.decode(decisions, RespondDecisionTaskCompleted.class);
    assertThat(read.decisions())
        .containsExactly(
            new Decision.CompleteWorkflowExecution(null),
            new Decision.FailWorkflowExecution(null, null),
            new Decision.CancelTimer(null));
    assertThatThrownBy(() -> Constraints.check(read))
        .hasMessage(
            "1 validation error detected: Value null at"
                + " 'decisions.3.member.cancelTimerDecisionAttributes.timerId' failed to satisfy"
                + " constraint: Member must not be null");
    String untyped = "{\"taskToken\":\"t\",\"decisions\":[{\"decisionType\":null}]}";
    assertThat(fault(untyped, RespondDecisionTaskCompleted.class))
        .hasMessageContaining(
            "Value null at 'decisions.1.member.decisionType' failed to satisfy constraint: Member"
                + " must not be null");
    String numbered = "{\"taskToken\":\"t\",\"decisions\":[{\"decisionType\":7}]}";
    assertThat(fault(numbered, RespondDecisionTaskCompleted.class))
        .hasToString("SerializationException: decisions.1.member.decisionType: text expected");
  }

  @Test
  void anAnswerOfANewerSwfIsReadAsFarAsItIsKnown() {
    String failed =
        "{\"eventTimestamp\":1,\"eventId\":1,\"eventType\":\"StartTimerFailed\","
            + "\"startTimerFailedEventAttributes\":{\"timerId\":\"t\",\"cause\":\"TOO_LATE\","
            + "\"decisionTaskCompletedEventId\":1,\"color\":\"red\"},\"weight\":7}";
    String unknown =
        "{\"eventTimestamp\":1,\"eventId\":2,\"eventType\":\"ExecutionPaused\","
            + "\"executionPausedEventAttributes\":{\"by\":\"me\"}}";
    String history = "{\"events\":[" + failed + "," + unknown + "],\"nextPageToken\":\"n\"}";
    HistoryEvent read =
        new HistoryEvent(
            Instant.ofEpochSecond(1),
            1,
            new Event.StartTimerFailed("t", StartTimerFailedCause.OPERATION_NOT_PERMITTED, 1));

    assertThat(Wire.decodeAnswer(history, History.class))
        .isEqualTo(new History(List.of(read), "n"));
    String task = "{\"taskToken\":\"t\",\"startedEventId\":3," + history.substring(1);
    assertThat(Wire.decodeAnswer(task, DecisionTask.class).events()).containsExactly(read);
    assertThat(Wire.decodeAnswer("{\"startedEventId\":0}", DecisionTask.class).events()).isNull();
    assertThat(fault(history, History.class).type()).isEqualTo("ValidationException");
    String noType = history.replace("\"ExecutionPaused\"", "\"\"");
    assertThat(catchThrowableOfType(SwfFault.class, () -> Wire.decodeAnswer(noType, History.class)))
        .isNotNull();
  }

  @Test
  void aHistoryWithHolesIsAFault() {
    String event = "{\"events\":[{\"eventTimestamp\":1,\"eventId\":1,\"eventType\":\"TimerFired\"";
    assertThat(fault(event + "}]}", History.class).getMessage())
        .contains("events.1.member.timerFiredEventAttributes");
    String attributes = ",\"timerFiredEventAttributes\":";
    assertThat(fault(event + attributes + "7}]}", History.class)).isNotNull();
    assertThat(fault(event + attributes + "{}}]}", History.class)).isNull();
    assertThat(fault("{\"events\":[7]}", History.class)).isNotNull();
    assertThat(fault("{\"events\":[{\"eventType\":{}}]}", History.class)).isNotNull();
  }

  @Test
  void nothingButAFaultEscapes() {
    Decision timer = new Decision.StartTimer("t", null, "5");
    String good =
        Wire.encode(
            new RespondDecisionTaskCompleted("token", List.of(timer, timer), "c\u00e9", null, "5"));
    Random random = new Random(11);
    for (int n = 0; n < 20_000; n++) {
      StringBuilder damaged = new StringBuilder(good);
      for (int k = random.nextInt(3); k >= 0; k--) {
        int at = random.nextInt(damaged.length());
        damaged.setCharAt(at, "{}[]\",:\\u-019e.tn\ud800 ".charAt(random.nextInt(19)));
      }
      try {
        Wire.encode(Wire.decode(damaged.toString(), RespondDecisionTaskCompleted.class));
      } catch (SwfFault fault) {
        assertThat(fault.type()).isIn("SerializationException", "ValidationException");
      }
    }
  }
}
