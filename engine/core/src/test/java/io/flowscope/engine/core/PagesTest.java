package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.CloseStatusFilter;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories page by page, and page tokens that are used in the wrong way. */
class PagesTest extends Scenario {
  private static final ExecutionTimeFilter EVER = new ExecutionTimeFilter(Instant.EPOCH, null);

  private final Stepped swf = stepped();

  private WorkflowExecution signaled(int times) {
    WorkflowExecution run = swf.starts("w");
    for (int i = 0; i < times; i++) {
      swf.signals("w", "s" + i);
    }
    return run;
  }

  private static List<Long> ids(List<HistoryEvent> events) {
    return events.stream().map(HistoryEvent::eventId).toList();
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static List<Long> reversed(List<Long> ids) {
    List<Long> all = new ArrayList<>(ids);
    Collections.reverse(all);
    return all;
  }

  private List<Long> history(WorkflowExecution run, @Nullable Boolean reverse) {
    List<Long> all = new ArrayList<>();
    String token = null;
    do {
      History page = swf.does(new Action.GetWorkflowExecutionHistory("d", run, token, 4, reverse));
      assertThat(page.events()).hasSizeBetween(1, 4);
      all.addAll(ids(page.events()));
      token = page.nextPageToken();
    } while (token != null);
    return all;
  }

  @Test
  void aHistoryIsReadInBothOrdersWhileOpenAndWhenClosed() {
    WorkflowExecution run = signaled(9);
    assertThat(history(run, null)).isEqualTo(range(1, 11));
    assertThat(history(run, true)).isEqualTo(reversed(range(1, 11)));
    swf.does(new Action.TerminateWorkflowExecution("d", "w", null, null, null, null));
    assertThat(history(run, false)).isEqualTo(range(1, 12));
    assertThat(history(run, true)).isEqualTo(reversed(range(1, 12)));
  }

  @Test
  void aHistoryThatGrowsBetweenTwoPagesHasNoGap() {
    WorkflowExecution run = signaled(3);
    History first = swf.does(new Action.GetWorkflowExecutionHistory("d", run, null, 4, null));
    swf.signals("w", "more");
    History rest =
        swf.does(
            new Action.GetWorkflowExecutionHistory("d", run, first.nextPageToken(), 100, null));
    assertThat(ids(rest.events())).containsExactly(5L, 6L);
    assertThat(rest.nextPageToken()).isNull();
  }

  @Test
  void thePageSizeIsAThousandUnlessSmaller() {
    WorkflowExecution run = signaled(1_100);
    for (Integer size : new Integer[] {null, 0, 1_000}) {
      History page = swf.does(new Action.GetWorkflowExecutionHistory("d", run, null, size, null));
      assertThat(page.events()).hasSize(1_000);
      assertThat(page.nextPageToken()).isNotNull();
    }
    assertThat(refusal(swf, new Action.GetWorkflowExecutionHistory("d", run, null, 1_001, null)))
        .contains("Value '1001' at 'maximumPageSize'")
        .contains("less than or equal to 1000");
  }

  private List<Long> task(@Nullable Boolean reverse, @Nullable Boolean sinceLast) {
    Function<String, DecisionTask> poll =
        token ->
            swf.does(
                new Action.PollForDecisionTask(
                    "d", Stepped.DECISIONS, "me", token, 3, reverse, sinceLast));
    DecisionTask first = poll.apply(null);
    List<Long> all = new ArrayList<>(ids(first.events()));
    DecisionTask page = first;
    while (page.nextPageToken() != null) {
      assertThat(page.nextPageToken()).hasSizeLessThanOrEqualTo(2_048);
      page = poll.apply(page.nextPageToken());
      assertThat(page.taskToken()).isEqualTo(first.taskToken());
      assertThat(page.startedEventId()).isEqualTo(first.startedEventId());
      assertThat(page.previousStartedEventId()).isEqualTo(first.previousStartedEventId());
      assertThat(page.workflowExecution()).isEqualTo(first.workflowExecution());
      assertThat(page.workflowType()).isEqualTo(first.workflowType());
      assertThat(page.events()).hasSizeBetween(1, 3);
      all.addAll(ids(page.events()));
    }
    swf.does(new Action.RespondDecisionTaskCompleted(first.taskToken(), null, null, null, null));
    return all;
  }

  @Test
  void aDecisionTaskBringsItsHistoryInBothOrdersWholeOrInPart() {
    signaled(5);
    assertThat(task(null, null)).isEqualTo(range(1, 8));
    swf.signals("w", "a");
    assertThat(task(true, false)).isEqualTo(reversed(range(1, 12)));
    swf.signals("w", "b");
    assertThat(task(null, true)).as("from the last start on").isEqualTo(range(12, 16));
    swf.signals("w", "c");
    assertThat(task(true, true)).isEqualTo(reversed(range(16, 20)));
  }

  @Test
  void theFirstTaskIsWholeEvenWhenOnlyWhatIsNewIsAskedFor() {
    signaled(1);
    assertThat(task(null, true)).isEqualTo(range(1, 4));
  }

  @Test
  void eventsThatComeAfterTheStartBelongToTheNextTask() {
    signaled(4);
    DecisionTask first =
        swf.does(new Action.PollForDecisionTask("d", Stepped.DECISIONS, null, null, 3, null, null));
    swf.signals("w", "late");
    DecisionTask next =
        swf.does(
            new Action.PollForDecisionTask(
                "d", Stepped.DECISIONS, null, first.nextPageToken(), 100, null, null));
    assertThat(ids(next.events())).isEqualTo(range(4, 7));
    assertThat(next.nextPageToken()).isNull();
  }

  @Test
  void aLongNameInAnyAlphabetLeavesTheTokenShort() {
    String id = "\u6f22\"".repeat(128);
    swf.does(
        of(
            Action.RegisterWorkflowType.class,
            "domain",
            "d",
            "name",
            "\u6f22".repeat(256),
            "version",
            "1"));
    swf.starts(id);
    assertThat(task(null, null)).isEqualTo(range(1, 3));
    swf.signals(id, "s");
    assertThat(task(null, null)).isEqualTo(range(1, 7));
  }

  /** A list of three pages or more, asked for with one argument changed. */
  private record Paged(Action<?> first, Function<String, List<Action<?>>> misused) {}

  private List<Paged> lists(WorkflowExecution run, WorkflowExecution other) {
    return List.of(
        new Paged(
            new Action.GetWorkflowExecutionHistory("d", run, null, 1, null),
            token ->
                List.of(
                    new Action.GetWorkflowExecutionHistory("d", run, token, 1, true),
                    new Action.GetWorkflowExecutionHistory("d", other, token, 1, null))),
        new Paged(
            new Action.ListDomains(null, RegistrationStatus.REGISTERED, 1, null),
            token ->
                List.of(
                    new Action.ListDomains(token, RegistrationStatus.DEPRECATED, 1, null),
                    new Action.ListDomains(token, RegistrationStatus.REGISTERED, 1, true))),
        new Paged(
            new Action.ListWorkflowTypes("d", null, RegistrationStatus.REGISTERED, null, 1, null),
            token ->
                List.of(
                    new Action.ListWorkflowTypes(
                        "d", "W", RegistrationStatus.REGISTERED, token, 1, null),
                    new Action.ListActivityTypes(
                        "d", null, RegistrationStatus.REGISTERED, token, 1, null))),
        new Paged(
            new Action.ListActivityTypes("d", null, RegistrationStatus.REGISTERED, null, 1, null),
            token ->
                List.of(
                    new Action.ListActivityTypes(
                        "d", null, RegistrationStatus.REGISTERED, token, 1, true))),
        new Paged(
            open(null, null),
            token -> List.of(open(token, true), closed(token, CloseStatus.TERMINATED))),
        new Paged(
            closed(null, CloseStatus.TERMINATED),
            token -> List.of(closed(token, CloseStatus.FAILED))));
  }

  private static Action<?> open(@Nullable String token, @Nullable Boolean reverse) {
    return of(
        Action.ListOpenWorkflowExecutions.class,
        "domain",
        "d",
        "startTimeFilter",
        EVER,
        "maximumPageSize",
        1,
        "nextPageToken",
        token,
        "reverseOrder",
        reverse);
  }

  private static Action<?> closed(@Nullable String token, CloseStatus status) {
    return of(
        Action.ListClosedWorkflowExecutions.class,
        "domain",
        "d",
        "closeTimeFilter",
        EVER,
        "closeStatusFilter",
        new CloseStatusFilter(status),
        "maximumPageSize",
        1,
        "nextPageToken",
        token);
  }

  private static String token(Object page) {
    try {
      return (String) page.getClass().getMethod("nextPageToken").invoke(page);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Not a page: " + page, e);
    }
  }

  private List<Paged> world() {
    WorkflowExecution run = swf.starts("w");
    WorkflowExecution other = swf.starts("v");
    for (int i = 0; i < 2; i++) {
      swf.does(new Action.RegisterDomain("e" + i, null, "1", null));
      String version = "x" + i;
      swf.does(
          of(Action.RegisterWorkflowType.class, "domain", "d", "name", "X", "version", version));
      swf.does(
          of(Action.RegisterActivityType.class, "domain", "d", "name", "X", "version", version));
      swf.starts("closed" + i);
      swf.does(new Action.TerminateWorkflowExecution("d", "closed" + i, null, null, null, null));
    }
    return lists(run, other);
  }

  @Test
  void aTokenIsGoodForTheSameArgumentsOnly() {
    for (Paged list : world()) {
      String token = token(swf.does(list.first));
      assertThat(token).as("%s", list.first).matches("[A-Za-z0-9_-]{1,2048}");
      for (Action<?> misuse : list.misused.apply(token)) {
        assertThat(refusal(swf, misuse)).isEqualTo("ValidationException: Invalid token");
      }
    }
  }

  @Test
  void aTokenIsGoodForADay() {
    WorkflowExecution run = swf.starts("w");
    String token = token(swf.does(new Action.GetWorkflowExecutionHistory("d", run, null, 1, null)));
    Action<?> next = new Action.GetWorkflowExecutionHistory("d", run, token, 1, null);
    swf.passes(Duration.ofHours(24));
    swf.does(next);
    swf.passes(Duration.ofMillis(1));
    assertThat(refusal(swf, next))
        .isEqualTo("ValidationException: Specified token has exceeded its maximum lifetime");
  }

  @Test
  void aTokenOfAPollIsForPollsAndOneOfAHistoryForHistories() {
    WorkflowExecution run = signaled(3);
    String poll =
        swf.does(new Action.PollForDecisionTask("d", Stepped.DECISIONS, null, null, 1, null, null))
            .nextPageToken();
    String history =
        token(swf.does(new Action.GetWorkflowExecutionHistory("d", run, null, 1, null)));
    assertThat(refusal(swf, new Action.GetWorkflowExecutionHistory("d", run, poll, 1, null)))
        .isEqualTo("ValidationException: Invalid token");
    for (String bad : List.of(history, "nonsense", "!")) {
      assertThat(
              refusal(
                  swf,
                  new Action.PollForDecisionTask("d", Stepped.DECISIONS, null, bad, 1, null, null)))
          .isEqualTo("ValidationException: Invalid token");
    }
    assertThat(
            refusal(
                swf,
                new Action.PollForDecisionTask(
                    "d", new TaskList("other"), null, poll, 1, null, null)))
        .isEqualTo("ValidationException: Invalid token");
  }

  @Test
  void aTokenThatSomebodyMadeUpIsInvalid() {
    WorkflowExecution run = swf.starts("w");
    for (String json :
        List.of("null", "[]", "[null,null,null]", "[\"a\",\"1\",\"2\"]", "{}", "7", "[1")) {
      String token =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(json.getBytes(StandardCharsets.UTF_8));
      assertThat(refusal(swf, new Action.GetWorkflowExecutionHistory("d", run, token, null, null)))
          .isEqualTo("ValidationException: Invalid token");
    }
  }
}
