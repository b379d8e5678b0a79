package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs all scenarios and looks at what they have shown: every action, decision, event, attribute,
 * fault and cause of the service model, but for those that this engine cannot produce.
 */
class CoverageTest {
  private static final List<Class<? extends Scenario>> SCENARIOS =
      List.of(
          EngineTest.class,
          DecisionsTest.class,
          TimeoutsTest.class,
          DomainsTest.class,
          TypesTest.class,
          StartTest.class,
          CausesTest.class,
          ActivitiesTest.class,
          TimersTest.class,
          ChildrenTest.class,
          ChainsTest.class,
          DecisionTasksTest.class,
          ListsTest.class,
          PagesTest.class,
          PollsTest.class,
          LimitsTest.class,
          LengthsTest.class);

  /** There are no permissions inside the engine; the endpoint knows who may call what. */
  private static final String NOT_PERMITTED = "OPERATION_NOT_PERMITTED";

  /** Where no Lambda is, a decision to call a function fails before anything of it begins. */
  private static final Set<String> NO_LAMBDA =
      Set.of(
          "LambdaFunctionScheduled",
          "LambdaFunctionStarted",
          "LambdaFunctionCompleted",
          "LambdaFunctionFailed",
          "LambdaFunctionTimedOut",
          "StartLambdaFunctionFailed",
          "ScheduleLambdaFunctionFailedCause.ID_ALREADY_IN_USE",
          "ScheduleLambdaFunctionFailedCause.OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED",
          "ScheduleLambdaFunctionFailedCause.LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED",
          "StartLambdaFunctionFailedCause.ASSUME_ROLE_FAILED",
          "LambdaFunctionTimeoutType.START_TO_CLOSE");

  /** A marker fails only where it is not permitted. */
  private static final String NO_REASON_TO_FAIL = "RecordMarkerFailed";

  /** Tags have one limit, their number, and that is a TooManyTagsFault. */
  private static final Set<String> NO_LIMIT =
      Set.of(
          "TagResource LimitExceededFault",
          "UntagResource LimitExceededFault",
          "ListTagsForResource LimitExceededFault");

  private static final Observed OBSERVED = new Observed();

  @BeforeAll
  static void runAll() throws ReflectiveOperationException, IOException {
    Observed.share(OBSERVED);
    try {
      for (Class<? extends Scenario> type : SCENARIOS) {
        for (Method method : type.getDeclaredMethods()) {
          if (method.isAnnotationPresent(Test.class)) {
            method.setAccessible(true);
            Scenario scenario = type.getDeclaredConstructor().newInstance();
            method.invoke(scenario);
            scenario.verify();
          }
        }
      }
    } finally {
      Observed.share(null);
    }
  }

  @Test
  void everyActionIsAnswered() {
    assertThat(OBSERVED.answered()).containsExactlyElementsOf(new TreeSet<>(Model.operations()));
    assertThat(OBSERVED.answered()).hasSize(39);
  }

  @Test
  void everyFaultOfEveryActionIsSeen() {
    Set<String> expected = new TreeSet<>();
    for (String operation : Model.operations()) {
      Model.faults(operation).forEach(fault -> expected.add(operation + " " + fault));
    }
    expected.removeIf(fault -> fault.endsWith("OperationNotPermittedFault"));
    expected.removeAll(NO_LIMIT);
    assertThat(OBSERVED.faults()).containsAll(expected);
    assertThat(OBSERVED.faults()).doesNotContainAnyElementsOf(NO_LIMIT);
  }

  @Test
  void everyDecisionAndEventIsSeenWithEveryMember() {
    List<String> unseen = new ArrayList<>();
    for (Class<?> family : List.of(Decision.class, Event.class, Action.class)) {
      for (Class<?> kind : family.getPermittedSubclasses()) {
        unseen(kind, unseen);
      }
    }
    assertThat(unseen).isEmpty();
    assertThat(Decision.class.getPermittedSubclasses()).hasSize(13);
    assertThat(Event.class.getPermittedSubclasses()).hasSize(54);
  }

  private static void unseen(Class<?> kind, List<String> unseen) {
    if (NO_LAMBDA.contains(kind.getSimpleName())
        || kind.getSimpleName().equals(NO_REASON_TO_FAIL)) {
      assertThat(OBSERVED.saw(kind)).as("%s cannot be", kind.getSimpleName()).isFalse();
      return;
    }
    if (!OBSERVED.saw(kind)) {
      unseen.add(kind.getSimpleName());
    }
    for (RecordComponent part : kind.getRecordComponents()) {
      if (OBSERVED.saw(kind) && !OBSERVED.saw(kind, part.getName())) {
        unseen.add(kind.getSimpleName() + "." + part.getName());
      }
    }
  }

  @Test
  void everyMemberOfEveryAnswerIsSeen() {
    List<String> unseen = new ArrayList<>();
    reachable().stream().filter(Class::isRecord).forEach(kind -> unseen(kind, unseen));
    assertThat(unseen).isEmpty();
  }

  @Test
  void everyConstantIsSeen() {
    List<String> unseen = new ArrayList<>();
    for (Class<?> kind : reachable()) {
      if (!kind.isEnum()) {
        continue;
      }
      for (Object constant : kind.getEnumConstants()) {
        String name = kind.getSimpleName() + "." + constant;
        boolean impossible = constant.toString().equals(NOT_PERMITTED) || NO_LAMBDA.contains(name);
        if (OBSERVED.sawConstant(constant) == impossible) {
          unseen.add(name);
        }
      }
    }
    assertThat(unseen).as("constants that are unseen, or seen although they cannot be").isEmpty();
  }

  @Test
  void noEventLacksWhatItMustHave() {
    assertThat(OBSERVED.missing()).isEmpty();
  }

  /** All types that actions and their answers are made of. */
  private static Set<Class<?>> reachable() {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> action : Action.class.getPermittedSubclasses()) {
      add(action, all);
      for (Type face : action.getGenericInterfaces()) {
        add(((ParameterizedType) face).getActualTypeArguments()[0], all);
      }
    }
    return all;
  }

  private static void add(Type type, Set<Class<?>> all) {
    if (type instanceof ParameterizedType list) {
      add(list.getActualTypeArguments()[0], all);
    } else if (type instanceof Class<?> kind && kind.getName().startsWith("io.flowscope")) {
      if (!all.add(kind)) {
        return;
      }
      if (kind.isSealed()) {
        Arrays.stream(kind.getPermittedSubclasses()).forEach(each -> add(each, all));
      } else if (kind.isRecord()) {
        for (RecordComponent part : kind.getRecordComponents()) {
          add(part.getGenericType(), all);
        }
      }
    }
  }
}
