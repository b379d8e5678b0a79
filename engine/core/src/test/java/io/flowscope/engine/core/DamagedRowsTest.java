package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.store.H2Store;
import io.flowscope.engine.store.StoreException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged row stops what it is about and nothing else, and nothing of it is believed. */
class DamagedRowsTest {
  @TempDir Path folder;
  private WorkflowExecution one;
  private WorkflowExecution two;
  private DecisionTask decision;
  private ActivityTask activity;

  @BeforeEach
  void someWork() {
    try (Stepped stepped = opened()) {
      stepped.register();
      one = stepped.starts("one");
      decision = stepped.decision();
      two = stepped.starts("two");
      stepped.decides(stepped.decision(), Stepped.schedule("a"));
      activity = stepped.activity();
    }
    assertThat(Verify.folder(folder).violations()).isEmpty();
  }

  private Stepped opened() {
    return new Stepped(Map.of(), new H2Store(folder, false));
  }

  private void damaged(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
    assertThat(Verify.folder(folder).violations())
        .anySatisfy(text -> assertThat(text).startsWith("I11: ").contains("not as it was written"));
  }

  private static void refuses(ThrowingCallable call, String what) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SwfFault.class,
            fault -> assertThat(fault.type()).isEqualTo("OperationNotPermittedFault"))
        .hasMessageContaining("The registration of " + what + " is not as it was written")
        .hasMessageContaining("register the ");
  }

  @Test
  void aDamagedTypeIsRefusedUntilItIsRegisteredAgain() throws SQLException {
    damaged("update registered set body = replace(body, '60', '61') where kind = 'ACTIVITY_TYPE'");
    try (Stepped stepped = opened()) {
      String type = "ActivityType=[name=A, version=1]";
      refuses(() -> stepped.decides(decision, Stepped.schedule("b")), type);
      refuses(() -> stepped.does(new Action.DescribeActivityType("d", Stepped.ACTIVITY)), type);
      assertThat(stepped.types(one)).as("nothing was decided").hasSize(3);
      stepped.does(
          new Action.RegisterActivityType(
              "d", "A", "1", null, "60", "NONE", Stepped.ACTIVITIES, null, "NONE", "NONE"));
      stepped.decides(decision, Stepped.schedule("b"));
      assertThat(stepped.last(one)).isInstanceOf(Event.ActivityTaskScheduled.class);
    }
    assertThat(Verify.folder(folder).violations()).isEmpty();
  }

  @Test
  void aDamagedWorkflowTypeStartsNothing() throws SQLException {
    damaged("update registered set body = replace(body, '30', '31') where kind = 'WORKFLOW_TYPE'");
    try (Stepped stepped = opened()) {
      refuses(() -> stepped.starts("three"), "WorkflowType=[name=W, version=1]");
      stepped.decides(decision, Stepped.complete("done"));
    }
  }

  @Test
  void aDamagedDomainKeepsItsTypesAndExecutions() throws SQLException {
    damaged("update registered set body = replace(body, '\"1\"', '\"2\"') where kind = 'DOMAIN'");
    try (Stepped stepped = opened()) {
      refuses(() -> stepped.starts("three"), "domain d");
      refuses(() -> stepped.history(one), "domain d");
      stepped.does(new Action.RegisterDomain("d", null, "1", null));
      stepped.decides(decision, Stepped.schedule("b"));
      stepped.signals("one", "hello");
      stepped.does(new Action.RespondActivityTaskCompleted(activity.taskToken(), "1"));
      assertThat(stepped.types(two)).contains("ActivityTaskCompleted");
    }
    assertThat(Verify.folder(folder).violations()).isEmpty();
  }

  @Test
  void aDomainWhoseNameIsDamagedIsNotTakenForAnUnknownOne() throws SQLException {
    damaged("update registered set domain = 'D', name = 'D' where kind = 'DOMAIN'");
    try (Stepped stepped = opened()) {
      refuses(() -> stepped.signals("one", "hello"), "domain d");
      refuses(() -> stepped.does(new Action.DescribeDomain("D")), "domain D");
    }
  }

  @Test
  void aTaskWhoseLeaseIsDamagedIsGivenOutAgain() throws SQLException {
    damaged("update held set body = replace(body, 'decider', 'Decider')");
    damaged("update held set body = replace(body, 'worker', 'Worker')");
    try (Stepped stepped = opened()) {
      assertThat(stepped.decision().workflowExecution()).isEqualTo(one);
      assertThat(stepped.types(one)).contains("DecisionTaskTimedOut");
      assertThat(stepped.only(two, Event.ActivityTaskTimedOut.class).details())
          .isEqualTo("token lost");
      assertThat(stepped.types(two)).endsWith("ActivityTaskTimedOut", "DecisionTaskScheduled");
      assertThatThrownBy(() -> stepped.decides(decision, Stepped.complete("done")))
          .hasMessageContaining("Unknown decision task");
      assertThatThrownBy(
              () ->
                  stepped.does(new Action.RespondActivityTaskCompleted(activity.taskToken(), "1")))
          .hasMessageContaining("Unknown activity");
      assertThat(stepped.decision().workflowExecution()).isEqualTo(two);
    }
    assertThat(Verify.folder(folder).violations())
        .as("new leases took the place of the damaged rows")
        .isEmpty();
  }

  @Test
  void anExecutionGoesOnWhereItsEventsTellWhatItsRowWas() throws SQLException {
    damaged("update executions set body = replace(body, '\"W\"', '\"V\"') where number = 1");
    try (Stepped stepped = opened()) {
      stepped.decides(decision, Stepped.complete("done"));
      assertThat(
              stepped
                  .does(new Action.DescribeWorkflowExecution("d", one))
                  .executionInfo()
                  .workflowType())
          .isEqualTo(Stepped.WORKFLOW);
    }
    assertThat(Verify.folder(folder).violations()).as("closing wrote the row").isEmpty();
  }

  @Test
  void anExecutionWhoseNameIsDamagedTakesNoCommands() throws SQLException {
    damaged("update executions set body = replace(body, '\"one\"', '\"on3\"') where number = 1");
    try (Stepped stepped = opened()) {
      assertThatThrownBy(() -> stepped.signals("on3", "hello"))
          .isInstanceOf(SwfFault.class)
          .hasMessageContaining("its row is not as it was written");
      assertThatThrownBy(() -> stepped.decides(decision, Stepped.complete("done")))
          .hasMessageContaining("Unknown decision task");
      assertThat(stepped.engine().damage("d", one.runId())).get().asString().contains(one.runId());
      stepped.signals("two", "hello");
    }
  }

  @Test
  void theListOfOpenExecutionsIsMadeAnew() throws SQLException {
    damaged("update open_runs set number = 77 where number = 1");
    try (Stepped stepped = opened()) {
      stepped.signals("one", "hello");
      stepped.signals("two", "hello");
    }
    damaged("delete from open_runs where number = 2");
    try (Stepped stepped = opened()) {
      stepped.decides(decision, Stepped.complete("done"));
      stepped.does(new Action.RespondActivityTaskCompleted(activity.taskToken(), "1"));
    }
  }

  @Test
  void theEndOfAnOpenHistoryIsMissed() throws SQLException {
    damaged("update events set place = place + 4096 where place = 2 * 16777216 + 6");
    try (Stepped stepped = opened()) {
      assertThatThrownBy(() -> stepped.signals("two", "hello"))
          .isInstanceOf(SwfFault.class)
          .hasMessageContaining("its event 6 is not as it was written");
      assertThat(stepped.history(two)).as("what is left of it").hasSize(5);
      stepped.decides(decision, Stepped.complete("done"));
    }
    try (H2Store store = new H2Store(folder, false)) {
      assertThatThrownBy(() -> store.dump(OutputStream.nullOutputStream()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Event 6 of run number 2");
    }
  }

  @Test
  void anEndThatIsNotThatOfTheHistoryIsDamageToo() throws SQLException {
    damaged("update open_runs set last = case when number = 1 then 2 else 7 end");
    try (Stepped stepped = opened()) {
      assertThatThrownBy(() -> stepped.signals("one", "hello"))
          .hasMessageContaining("its event 2 is not as it was written");
      assertThatThrownBy(() -> stepped.signals("two", "hello"))
          .hasMessageContaining("its event 7 is not as it was written");
      assertThat(stepped.history(one)).as("what is left of it").hasSize(1);
    }
  }

  @Test
  void aLeaseThatIsGoneIsNamedAndItsTaskGivenOutAgain() throws SQLException {
    damaged("delete from held where body like '%ACTIVITY%'");
    try (Stepped stepped = opened()) {
      assertThat(stepped.decision().workflowExecution()).isEqualTo(two);
      assertThat(stepped.only(two, Event.ActivityTaskTimedOut.class).details())
          .isEqualTo("token lost");
      stepped.decides(decision, Stepped.complete("done"));
    }
    assertThat(Verify.folder(folder).violations()).as("nothing is missing now").isEmpty();
  }

  @Test
  void aRegistrationThatIsGoneIsNotTakenForOneThatNeverWas() throws SQLException {
    damaged("delete from registered where kind = 'ACTIVITY_TYPE'");
    try (Stepped stepped = opened()) {
      assertThatThrownBy(() -> stepped.decides(decision, Stepped.schedule("b")))
          .isInstanceOfSatisfying(
              SwfFault.class,
              fault -> assertThat(fault.type()).isEqualTo("OperationNotPermittedFault"))
          .hasMessageContaining("it may be that of ActivityType=[name=A, version=1]");
      assertThatThrownBy(() -> stepped.does(new Action.DescribeDomain("e")))
          .hasMessageContaining("it may be that of domain e");
      assertThat(stepped.types(one)).as("nothing was decided").hasSize(3);
      stepped.does(
          new Action.RegisterActivityType(
              "d", "A", "1", null, "60", "NONE", Stepped.ACTIVITIES, null, "NONE", "NONE"));
      stepped.decides(decision, Stepped.schedule("b"));
      assertThat(stepped.last(one)).isInstanceOf(Event.ActivityTaskScheduled.class);
    }
    assertThat(Verify.folder(folder).violations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update meta set val = val + 1 where name = 'runs'",
        "update meta set val = val - 1 where name = 'batches'",
        "update meta set val = 1 where name = 'schema'",
        "update meta set name = 'hold' where name = 'held'",
        "update meta set name = 'chick' where name = 'check'",
        "update meta set val = val + 1 where name = 'check'"
      })
  void aWrongCounterIsRefused(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
    assertThatThrownBy(this::opened)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("What the database counts is not as it was written")
        .hasMessageContaining("Restore a backup");
  }

  @Test
  void aBackupDoesNotMakeDamageLookSound() throws SQLException {
    damaged("update executions set body = replace(body, '\"W\"', '\"V\"') where number = 2");
    try (H2Store store = new H2Store(folder, false)) {
      assertThatThrownBy(() -> store.dump(OutputStream.nullOutputStream()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("The row of an execution is not as it was written");
    }
  }
}
