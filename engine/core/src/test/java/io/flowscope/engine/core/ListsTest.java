package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.CloseStatus;
import io.flowscope.engine.model.CloseStatusFilter;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.ExecutionStatus;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.TagFilter;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionCount;
import io.flowscope.engine.model.WorkflowExecutionFilter;
import io.flowscope.engine.model.WorkflowExecutionInfo;
import io.flowscope.engine.model.WorkflowExecutionInfos;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.model.WorkflowTypeFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists and counts of executions: every filter, both orders, page by page. */
class ListsTest extends Scenario {
  private static final ExecutionTimeFilter EVER = new ExecutionTimeFilter(Instant.EPOCH, null);

  private final Stepped swf = stepped();
  private final Instant begin = swf.now();

  /** Starts executions a second apart; each has its id's first letter as a tag. */
  private void start(String... ids) {
    for (String id : ids) {
      swf.does(
          of(
              Action.StartWorkflowExecution.class,
              "domain",
              "d",
              "workflowId",
              id,
              "workflowType",
              Stepped.WORKFLOW,
              "tagList",
              List.of(id.substring(0, 1), "all")));
      swf.passes(Duration.ofSeconds(1));
    }
  }

  private ExecutionTimeFilter seconds(int from, int to) {
    return new ExecutionTimeFilter(begin.plusSeconds(from), begin.plusSeconds(to));
  }

  private List<String> open(Object... members) {
    List<String> all = new ArrayList<>();
    String token = null;
    do {
      Object[] more = with(members, "domain", "d", "nextPageToken", token, "maximumPageSize", 2);
      WorkflowExecutionInfos page = swf.does(of(Action.ListOpenWorkflowExecutions.class, more));
      assertThat(page.executionInfos()).hasSizeLessThanOrEqualTo(2);
      ids(page, all);
      token = page.nextPageToken();
    } while (token != null);
    WorkflowExecutionCount count =
        swf.does(
            of(Action.CountOpenWorkflowExecutions.class, with(unordered(members), "domain", "d")));
    assertThat(count).isEqualTo(new WorkflowExecutionCount(all.size(), false));
    return all;
  }

  private List<String> closed(Object... members) {
    List<String> all = new ArrayList<>();
    String token = null;
    do {
      Object[] more = with(members, "domain", "d", "nextPageToken", token, "maximumPageSize", 2);
      WorkflowExecutionInfos page = swf.does(of(Action.ListClosedWorkflowExecutions.class, more));
      assertThat(page.executionInfos()).hasSizeLessThanOrEqualTo(2);
      ids(page, all);
      token = page.nextPageToken();
    } while (token != null);
    WorkflowExecutionCount count =
        swf.does(
            of(
                Action.CountClosedWorkflowExecutions.class,
                with(unordered(members), "domain", "d")));
    assertThat(count).isEqualTo(new WorkflowExecutionCount(all.size(), false));
    return all;
  }

  private static Object[] with(Object[] members, Object... more) {
    Object[] all = Arrays.copyOf(members, members.length + more.length);
    System.arraycopy(more, 0, all, members.length, more.length);
    return all;
  }

  private static Object[] unordered(Object[] members) {
    int at = Arrays.asList(members).indexOf("reverseOrder");
    return at < 0 ? members : Arrays.copyOf(members, at);
  }

  private static void ids(WorkflowExecutionInfos page, List<String> all) {
    page.executionInfos().forEach(info -> all.add(info.execution().workflowId()));
  }

  @Test
  void openExecutionsByEveryFilterInBothOrders() {
    start("a1", "b1", "a2", "b2", "a3");
    String when = "startTimeFilter";
    assertThat(open(when, EVER)).containsExactly("a3", "b2", "a2", "b1", "a1");
    assertThat(open(when, EVER, "reverseOrder", true))
        .containsExactly("a1", "b1", "a2", "b2", "a3");
    assertThat(open(when, seconds(1, 3))).containsExactly("b2", "a2", "b1");
    assertThat(open(when, seconds(9, 10))).isEmpty();
    assertThat(open(when, EVER, "tagFilter", new TagFilter("a"))).containsExactly("a3", "a2", "a1");
    assertThat(open(when, EVER, "tagFilter", new TagFilter("a"), "reverseOrder", true))
        .containsExactly("a1", "a2", "a3");
    assertThat(open(when, EVER, "tagFilter", new TagFilter("c"))).isEmpty();
    assertThat(open(when, EVER, "executionFilter", new WorkflowExecutionFilter("b2")))
        .containsExactly("b2");
    for (String version : new String[] {null, "", "1"}) {
      assertThat(open(when, EVER, "typeFilter", new WorkflowTypeFilter("W", version))).hasSize(5);
    }
    assertThat(open(when, EVER, "typeFilter", new WorkflowTypeFilter("W", "2"))).isEmpty();
    assertThat(open(when, EVER, "typeFilter", new WorkflowTypeFilter("V", null))).isEmpty();
  }

  private void close(String id, Decision decision) {
    swf.decides(swf.decisionOf(id), decision);
    swf.passes(Duration.ofSeconds(1));
  }

  /** Closes five executions in another order than that of their starts, each in its own way. */
  private void startAndClose() {
    start("a1", "b1", "a2", "b2", "a3");
    swf.does(new Action.TerminateWorkflowExecution("d", "a3", null, null, null, null));
    swf.passes(Duration.ofSeconds(1));
    close("a1", Stepped.complete("1"));
    close("b1", new Decision.FailWorkflowExecution("r", null));
    close("a2", new Decision.CancelWorkflowExecution(null));
    close("b2", of(Decision.ContinueAsNewWorkflowExecution.class, "tagList", List.of("c")));
  }

  @Test
  void closedExecutionsByEveryFilterInBothOrders() {
    startAndClose();
    String started = "startTimeFilter";
    String ended = "closeTimeFilter";
    assertThat(closed(started, EVER)).containsExactly("a3", "b2", "a2", "b1", "a1");
    assertThat(closed(started, EVER, "reverseOrder", true))
        .containsExactly("a1", "b1", "a2", "b2", "a3");
    assertThat(closed(ended, EVER)).containsExactly("b2", "a2", "b1", "a1", "a3");
    assertThat(closed(ended, EVER, "reverseOrder", true))
        .containsExactly("a3", "a1", "b1", "a2", "b2");
    assertThat(closed(started, seconds(0, 1))).containsExactly("b1", "a1");
    assertThat(closed(ended, seconds(5, 6))).containsExactly("a1", "a3");
    for (String time : List.of(started, ended)) {
      assertThat(closed(time, EVER, "tagFilter", new TagFilter("b"))).containsExactly("b2", "b1");
      assertThat(closed(time, EVER, "executionFilter", new WorkflowExecutionFilter("a2")))
          .containsExactly("a2");
      assertThat(closed(time, EVER, "typeFilter", new WorkflowTypeFilter("W", "1"))).hasSize(5);
      assertThat(closed(time, EVER, "typeFilter", new WorkflowTypeFilter("W", null))).hasSize(5);
      assertThat(closed(time, EVER, "typeFilter", new WorkflowTypeFilter("W", "9"))).isEmpty();
    }
  }

  @Test
  void everyCloseStatusCanBeAskedFor() {
    startAndClose();
    start("late");
    swf.passes(Duration.ofHours(1));
    Object[][] expected = {
      {CloseStatus.COMPLETED, "a1"},
      {CloseStatus.FAILED, "b1"},
      {CloseStatus.CANCELED, "a2"},
      {CloseStatus.TERMINATED, "a3"},
      {CloseStatus.CONTINUED_AS_NEW, "b2"},
    };
    for (Object[] one : expected) {
      CloseStatusFilter filter = new CloseStatusFilter((CloseStatus) one[0]);
      assertThat(closed("closeTimeFilter", EVER, "closeStatusFilter", filter))
          .containsExactly((String) one[1]);
    }
    CloseStatusFilter late = new CloseStatusFilter(CloseStatus.TIMED_OUT);
    assertThat(closed("startTimeFilter", EVER, "closeStatusFilter", late))
        .containsExactly("late", "b2");
  }

  @Test
  void aRowSaysWhatItsExecutionIs() {
    WorkflowExecution parent = swf.starts("p");
    swf.decides(
        swf.decision(),
        of(
            Decision.StartChildWorkflowExecution.class,
            "workflowType",
            Stepped.WORKFLOW,
            "workflowId",
            "k",
            "tagList",
            List.of("t")));
    swf.does(new Action.RequestCancelWorkflowExecution("d", "k", null));
    WorkflowExecution child = swf.decisionOf("k").workflowExecution();
    WorkflowExecutionInfo row =
        swf.does(
                of(
                    Action.ListOpenWorkflowExecutions.class,
                    "domain",
                    "d",
                    "startTimeFilter",
                    EVER,
                    "executionFilter",
                    new WorkflowExecutionFilter("k")))
            .executionInfos()
            .get(0);
    assertThat(row)
        .isEqualTo(
            new WorkflowExecutionInfo(
                child,
                Stepped.WORKFLOW,
                begin,
                null,
                ExecutionStatus.OPEN,
                null,
                parent,
                List.of("t"),
                true));
    swf.does(new Action.TerminateWorkflowExecution("d", "k", null, null, null, null));
    row =
        swf.does(
                of(
                    Action.ListClosedWorkflowExecutions.class,
                    "domain",
                    "d",
                    "closeTimeFilter",
                    EVER))
            .executionInfos()
            .get(0);
    assertThat(row)
        .isEqualTo(
            new WorkflowExecutionInfo(
                child,
                Stepped.WORKFLOW,
                begin,
                begin,
                ExecutionStatus.CLOSED,
                CloseStatus.TERMINATED,
                parent,
                List.of("t"),
                true));
  }

  @Test
  void executionsOfOneInstantComeInOneOrderPageByPage() {
    for (int i = 0; i < 7; i++) {
      swf.starts("w" + i);
    }
    List<String> descending = open("startTimeFilter", EVER);
    assertThat(descending).hasSize(7).doesNotHaveDuplicates();
    List<String> ascending = new ArrayList<>(open("startTimeFilter", EVER, "reverseOrder", true));
    Collections.reverse(ascending);
    assertThat(ascending).isEqualTo(descending);
    for (int i = 0; i < 7; i++) {
      swf.does(new Action.TerminateWorkflowExecution("d", "w" + i, null, null, null, null));
    }
    for (String time : List.of("startTimeFilter", "closeTimeFilter")) {
      assertThat(closed(time, EVER)).hasSize(7).doesNotHaveDuplicates();
      assertThat(closed(time, EVER, "reverseOrder", true)).hasSize(7).doesNotHaveDuplicates();
    }
  }

  @Test
  void filtersExcludeEachOther() {
    TagFilter tag = new TagFilter("t");
    WorkflowTypeFilter type = new WorkflowTypeFilter("W", null);
    WorkflowExecutionFilter execution = new WorkflowExecutionFilter("w");
    CloseStatusFilter status = new CloseStatusFilter(CloseStatus.FAILED);
    String several =
        "ValidationException: Cannot specify more than one exclusive filters in the same query: ";
    Object[] open = {"domain", "d", "startTimeFilter", EVER, "tagFilter", tag, "typeFilter", type};
    assertThat(refusal(swf, of(Action.ListOpenWorkflowExecutions.class, open)))
        .isEqualTo(several + "[WorkflowTypeFilter, TagFilter]");
    assertThat(refusal(swf, of(Action.CountOpenWorkflowExecutions.class, open)))
        .isEqualTo(several + "[WorkflowTypeFilter, TagFilter]");
    Object[] closed = {
      "domain",
      "d",
      "startTimeFilter",
      EVER,
      "closeStatusFilter",
      status,
      "executionFilter",
      execution
    };
    assertThat(refusal(swf, of(Action.ListClosedWorkflowExecutions.class, closed)))
        .isEqualTo(several + "[WorkflowExecutionFilter, CloseStatusFilter]");
    assertThat(refusal(swf, of(Action.CountClosedWorkflowExecutions.class, closed)))
        .isEqualTo(several + "[WorkflowExecutionFilter, CloseStatusFilter]");
  }

  @Test
  void closedExecutionsNeedExactlyOneTime() {
    Object[] both = {"domain", "d", "startTimeFilter", EVER, "closeTimeFilter", EVER};
    Object[] none = {"domain", "d"};
    for (Class<? extends Action<?>> action :
        List.of(
            Action.ListClosedWorkflowExecutions.class,
            Action.CountClosedWorkflowExecutions.class)) {
      assertThat(refusal(swf, of(action, both)))
          .isEqualTo(
              "ValidationException: Cannot specify both a startTimeFilter and a closeTimeFilter");
      assertThat(refusal(swf, of(action, none)))
          .isEqualTo(
              "ValidationException: Must specify time filter: startTimeFilter or closeTimeFilter");
    }
    assertThat(refusal(swf, of(Action.ListOpenWorkflowExecutions.class, none)))
        .contains("Value null at 'startTimeFilter'");
  }

  @Test
  void countsEndWhereTheyAreTold() {
    Stepped few = stepped("counted", "2");
    for (int i = 0; i < 3; i++) {
      few.starts("w" + i);
    }
    Object[] members = {"domain", "d", "startTimeFilter", EVER};
    assertThat(few.does(of(Action.CountOpenWorkflowExecutions.class, members)))
        .isEqualTo(new WorkflowExecutionCount(2, true));
    var pending = few.does(new Action.CountPendingDecisionTasks("d", Stepped.DECISIONS));
    assertThat(pending.count()).isEqualTo(2);
    assertThat(pending.truncated()).isTrue();
    for (int i = 0; i < 3; i++) {
      few.does(new Action.TerminateWorkflowExecution("d", "w" + i, null, null, null, null));
    }
    assertThat(few.does(of(Action.CountClosedWorkflowExecutions.class, members)))
        .isEqualTo(new WorkflowExecutionCount(2, true));
  }

  @Test
  void typesOfClosedExecutionsNeedNotExistAnyMore() {
    swf.starts("w");
    swf.decides(swf.decision(), Stepped.complete("1"));
    swf.does(new Action.DeprecateWorkflowType("d", new WorkflowType("W", "1")));
    swf.does(new Action.DeleteWorkflowType("d", new WorkflowType("W", "1")));
    assertThat(closed("startTimeFilter", EVER)).containsExactly("w");
  }
}
