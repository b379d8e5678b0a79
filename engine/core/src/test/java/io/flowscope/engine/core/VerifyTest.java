package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Decision;
import io.flowscope.engine.store.H2Store;
import io.flowscope.engine.store.StoreSurgery;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is broken in a database, Verify names the invariant that it breaks. */
class VerifyTest {
  @TempDir Path folder;

  @BeforeEach
  void someExecutions() {
    try (Stepped stepped = new Stepped(Map.of(), new H2Store(folder, false))) {
      stepped.register();
      stepped.starts("closed");
      stepped.decides(
          stepped.decision(), Stepped.schedule("a"), new Decision.StartTimer("t", null, "5"));
      stepped.passes(Duration.ofSeconds(60));
      stepped.decides(stepped.decision(), Stepped.complete("done"));
      stepped.starts("open");
      stepped.starts("other");
      assertThat(stepped.decisionOf("open").taskToken()).isNotEmpty();
    }
    assertThat(Verify.folder(folder).violations()).isEmpty();
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void names(String invariant) {
    assertThat(Verify.folder(folder).violations())
        .anySatisfy(text -> assertThat(text).startsWith(invariant + ":"));
  }

  /** Changes the history of the first execution as if it had been written so. */
  private void rewritten(StoreSurgery.Change change) throws SQLException {
    StoreSurgery.rewrite(folder, 1, change);
  }

  @Test
  void lostEvents() throws SQLException {
    StoreSurgery.count(folder, "events", 1);
    names("I1");
  }

  @Test
  void eventsOfNoExecution() throws SQLException {
    sql("insert into events select place + 16777216 * 50, at, body, sum from events limit 1");
    names("I1");
  }

  @Test
  void aDecisionThatIsNotThere() throws SQLException {
    rewritten(
        body ->
            body.replace(
                "\"decisionTaskCompletedEventId\":4", "\"decisionTaskCompletedEventId\":2"));
    names("I2");
  }

  @Test
  void aGapBetweenEvents() throws SQLException {
    rewritten(body -> body.replace("\"eventId\":5", "\"eventId\":6"));
    names("I3");
  }

  @Test
  void anEventThatIsGone() throws SQLException {
    sql("delete from events where place = 16777216 + 5");
    names("I11");
  }

  @Test
  void anEndOfNothing() throws SQLException {
    rewritten(
        body ->
            body.contains("DecisionTaskCompleted\"")
                ? body.replace("\"scheduledEventId\":2", "\"scheduledEventId\":9")
                : body);
    names("I4");
  }

  @Test
  void aRunThatIsOnlyListedAsClosed() throws SQLException {
    StoreSurgery.cut(folder, 1);
    names("I5");
  }

  @Test
  void aSecondOpenDecisionTask() throws SQLException {
    rewritten(
        body ->
            body.replace("\"DecisionTaskCompleted\"", "\"MarkerRecorded\"")
                .replace("decisionTaskCompletedEventA", "markerRecordedEventA"));
    names("I6");
  }

  @Test
  void aTokenForATaskThatNobodyHas() throws SQLException {
    StoreSurgery.lease(folder, body -> body.replace("\"attempt\":3", "\"attempt\":2"));
    names("I6");
  }

  @Test
  void twoOpenExecutionsOfOneWorkflowId() throws SQLException {
    StoreSurgery.row(folder, 3, body -> body.replace("\"other\"", "\"open\""));
    names("I7");
  }

  @Test
  void aTimerThatFiresEarly() throws SQLException {
    rewritten(
        body -> body.replace("\"startToFireTimeout\":\"5\"", "\"startToFireTimeout\":\"500\""));
    names("I8");
  }

  @Test
  void aListThatSaysOtherwise() throws SQLException {
    sql("update closed_runs set status = 'FAILED'");
    names("I10");
    sql(
        "update closed_runs set status = 'COMPLETED'",
        "create table kept as select * from open_runs where number = 2",
        "delete from open_runs where number = 2");
    names("I10");
    sql("insert into open_runs select * from kept");
    assertThat(Verify.folder(folder).violations()).isEmpty();
    StoreSurgery.row(folder, 1, body -> body.replace("\"W\"", "\"V\""));
    names("I10");
  }

  @Test
  void aChangedEvent() throws SQLException {
    sql(
        "update events set body = replace(body, '\"closed\"', '\"CLOSED\"'), at = at + 1 where"
            + " place = 16777217");
    names("I11");
  }
}
