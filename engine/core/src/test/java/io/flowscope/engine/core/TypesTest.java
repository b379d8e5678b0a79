package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ActivityTypeConfiguration;
import io.flowscope.engine.model.ActivityTypeInfo;
import io.flowscope.engine.model.ActivityTypeInfos;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.model.WorkflowTypeConfiguration;
import io.flowscope.engine.model.WorkflowTypeInfo;
import io.flowscope.engine.model.WorkflowTypeInfos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workflow and activity types from registration to deletion, and their lists. */
class TypesTest extends Scenario {
  private static final String ROLE = "arn:aws:iam::1:role/r";

  private final Stepped swf = stepped();

  private void workflow(String name, String version) {
    swf.does(
        of(Action.RegisterWorkflowType.class, "domain", "d", "name", name, "version", version));
  }

  private void activity(String name, String version) {
    swf.does(
        of(Action.RegisterActivityType.class, "domain", "d", "name", name, "version", version));
  }

  @Test
  void aWorkflowTypeIsDescribedAsRegistered() {
    swf.does(
        new Action.RegisterWorkflowType(
            "d",
            "N",
            "2",
            "about",
            "NONE",
            "60",
            new TaskList("l"),
            "-3",
            ChildPolicy.ABANDON,
            ROLE));
    swf.restart();
    var detail = swf.does(new Action.DescribeWorkflowType("d", new WorkflowType("N", "2")));
    assertThat(detail.typeInfo())
        .isEqualTo(
            new WorkflowTypeInfo(
                new WorkflowType("N", "2"),
                RegistrationStatus.REGISTERED,
                "about",
                swf.now(),
                null));
    assertThat(detail.configuration())
        .isEqualTo(
            new WorkflowTypeConfiguration(
                "NONE", "60", new TaskList("l"), "-3", ChildPolicy.ABANDON, ROLE));
  }

  @Test
  void anActivityTypeIsDescribedAsRegistered() {
    swf.does(
        new Action.RegisterActivityType(
            "d", "N", "2", "about", "1", "2", new TaskList("l"), "7", "3", "NONE"));
    var detail = swf.does(new Action.DescribeActivityType("d", new ActivityType("N", "2")));
    assertThat(detail.typeInfo())
        .isEqualTo(
            new ActivityTypeInfo(
                new ActivityType("N", "2"),
                RegistrationStatus.REGISTERED,
                "about",
                swf.now(),
                null));
    assertThat(detail.configuration())
        .isEqualTo(new ActivityTypeConfiguration("1", "2", new TaskList("l"), "7", "3", "NONE"));
  }

  @Test
  void anEmptyDurationIsAsGoodAsAbsent() {
    swf.does(
        of(
            Action.RegisterActivityType.class,
            "domain",
            "d",
            "name",
            "N",
            "version",
            "1",
            "defaultTaskHeartbeatTimeout",
            ""));
    var detail = swf.does(new Action.DescribeActivityType("d", new ActivityType("N", "1")));
    assertThat(detail.configuration().defaultTaskHeartbeatTimeout()).isNull();
  }

  private record Life(
      Action<?> register,
      Action<?> describe,
      Action<?> deprecate,
      Action<?> undeprecate,
      Action<?> delete,
      String text) {}

  private static List<Life> lives(String domain) {
    WorkflowType workflow = new WorkflowType("N", "1");
    ActivityType activity = new ActivityType("N", "1");
    return List.of(
        new Life(
            of(Action.RegisterWorkflowType.class, "domain", domain, "name", "N", "version", "1"),
            new Action.DescribeWorkflowType(domain, workflow),
            new Action.DeprecateWorkflowType(domain, workflow),
            new Action.UndeprecateWorkflowType(domain, workflow),
            new Action.DeleteWorkflowType(domain, workflow),
            "WorkflowType=[name=N, version=1]"),
        new Life(
            of(Action.RegisterActivityType.class, "domain", domain, "name", "N", "version", "1"),
            new Action.DescribeActivityType(domain, activity),
            new Action.DeprecateActivityType(domain, activity),
            new Action.UndeprecateActivityType(domain, activity),
            new Action.DeleteActivityType(domain, activity),
            "ActivityType=[name=N, version=1]"));
  }

  @Test
  void everyStepOfATypesLifeHasItsPreconditions() {
    for (Life type : lives("d")) {
      for (Action<?> early :
          List.of(type.describe, type.deprecate, type.undeprecate, type.delete)) {
        assertThat(refusal(swf, early))
            .isEqualTo("UnknownResourceFault: Unknown type: " + type.text);
      }
      swf.does(type.register);
      assertThat(refusal(swf, type.register)).isEqualTo("TypeAlreadyExistsFault: " + type.text);
      assertThat(refusal(swf, type.undeprecate)).isEqualTo("TypeAlreadyExistsFault: " + type.text);
      assertThat(refusal(swf, type.delete)).isEqualTo("TypeNotDeprecatedFault: " + type.text);
      swf.does(type.deprecate);
      assertThat(refusal(swf, type.deprecate)).isEqualTo("TypeDeprecatedFault: " + type.text);
      assertThat(refusal(swf, type.register)).isEqualTo("TypeAlreadyExistsFault: " + type.text);
      swf.does(type.undeprecate);
      swf.does(type.deprecate);
      swf.does(type.delete);
      swf.restart();
      assertThat(refusal(swf, type.describe))
          .isEqualTo("UnknownResourceFault: Unknown type: " + type.text);
      swf.does(type.register);
    }
  }

  @Test
  void everyStepNeedsADomain() {
    for (Life type : lives("nowhere")) {
      for (Action<?> step :
          List.of(type.register, type.describe, type.deprecate, type.undeprecate, type.delete)) {
        assertThat(refusal(swf, step)).isEqualTo("UnknownResourceFault: Unknown domain: nowhere");
      }
    }
  }

  @Test
  void deprecationHasADate() {
    activity("N", "1");
    var registered = swf.now();
    swf.passes(Duration.ofSeconds(5));
    swf.does(new Action.DeprecateActivityType("d", new ActivityType("N", "1")));
    var info =
        swf.does(new Action.DescribeActivityType("d", new ActivityType("N", "1"))).typeInfo();
    assertThat(info.creationDate()).isEqualTo(registered);
    assertThat(info.deprecationDate()).isEqualTo(swf.now());
    swf.does(new Action.UndeprecateActivityType("d", new ActivityType("N", "1")));
    assertThat(
            swf.does(new Action.DescribeActivityType("d", new ActivityType("N", "1")))
                .typeInfo()
                .deprecationDate())
        .isNull();
  }

  @Test
  void whatRunsGoesOnWithoutItsTypes() {
    var run = swf.starts("w");
    swf.decides(swf.decision(), Stepped.schedule("a"));
    swf.does(new Action.DeprecateWorkflowType("d", Stepped.WORKFLOW));
    swf.does(new Action.DeleteWorkflowType("d", Stepped.WORKFLOW));
    swf.does(new Action.DeprecateActivityType("d", Stepped.ACTIVITY));
    swf.does(new Action.DeleteActivityType("d", Stepped.ACTIVITY));
    swf.does(new Action.RespondActivityTaskCompleted(swf.activity().taskToken(), "1"));
    swf.decides(swf.decision(), Stepped.complete("1"));
    assertThat(swf.types(run)).endsWith("WorkflowExecutionCompleted");
  }

  private List<String> workflows(String name, RegistrationStatus status, Boolean reverse) {
    List<String> seen = new ArrayList<>();
    String token = null;
    do {
      WorkflowTypeInfos page =
          swf.does(new Action.ListWorkflowTypes("d", name, status, token, 2, reverse));
      assertThat(page.typeInfos()).hasSizeLessThanOrEqualTo(2);
      page.typeInfos().stream()
          .map(info -> info.workflowType().name() + info.workflowType().version())
          .forEach(seen::add);
      token = page.nextPageToken();
    } while (token != null);
    return seen;
  }

  private List<String> activities(String name, RegistrationStatus status, Boolean reverse) {
    List<String> seen = new ArrayList<>();
    String token = null;
    do {
      ActivityTypeInfos page =
          swf.does(new Action.ListActivityTypes("d", name, status, token, 2, reverse));
      page.typeInfos().stream()
          .map(info -> info.activityType().name() + info.activityType().version())
          .forEach(seen::add);
      token = page.nextPageToken();
    } while (token != null);
    return seen;
  }

  @Test
  void typesAreListedByNameInBothOrdersPageByPage() {
    for (String version : List.of("2", "1", "3")) {
      workflow("X", version);
      activity("X", version);
    }
    workflow("V", "1");
    activity("0", "1");
    swf.does(new Action.DeprecateWorkflowType("d", new WorkflowType("X", "2")));
    swf.does(new Action.DeprecateActivityType("d", new ActivityType("X", "2")));
    RegistrationStatus registered = RegistrationStatus.REGISTERED;
    RegistrationStatus deprecated = RegistrationStatus.DEPRECATED;
    assertThat(workflows(null, registered, null)).containsExactly("V1", "W1", "X1", "X3");
    assertThat(workflows(null, registered, true)).containsExactly("X3", "X1", "W1", "V1");
    assertThat(workflows("X", registered, null)).containsExactly("X1", "X3");
    assertThat(workflows(null, deprecated, null)).containsExactly("X2");
    assertThat(workflows("W", deprecated, null)).isEmpty();
    assertThat(activities(null, registered, null)).containsExactly("01", "A1", "X1", "X3");
    assertThat(activities(null, registered, true)).containsExactly("X3", "X1", "A1", "01");
    assertThat(activities("X", registered, null)).containsExactly("X1", "X3");
    assertThat(activities(null, deprecated, null)).containsExactly("X2");
  }

  @Test
  void listsNeedADomain() {
    RegistrationStatus status = RegistrationStatus.REGISTERED;
    assertThat(refusal(swf, new Action.ListWorkflowTypes("y", null, status, null, null, null)))
        .isEqualTo("UnknownResourceFault: Unknown domain: y");
    assertThat(refusal(swf, new Action.ListActivityTypes("y", null, status, null, null, null)))
        .isEqualTo("UnknownResourceFault: Unknown domain: y");
  }

  @Test
  void aDomainHasAtMostAsManyTypesAsAllowed() {
    Stepped few = stepped("workflowTypes", "1", "activityTypes", "1");
    few.does(new Action.DeprecateWorkflowType("d", Stepped.WORKFLOW));
    few.does(new Action.DeprecateActivityType("d", Stepped.ACTIVITY));
    assertThat(refusal(few, lives("d").get(0).register))
        .startsWith("LimitExceededFault: Domain d has 1 workflow types");
    assertThat(refusal(few, lives("d").get(1).register))
        .startsWith("LimitExceededFault: Domain d has 1 activity types");
    few.does(new Action.DeleteWorkflowType("d", Stepped.WORKFLOW));
    few.does(lives("d").get(0).register);
  }
}
