package io.flowscope.server.swf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.swf.Credentials;
import io.flowscope.swf.HttpBackend;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker's key decides where its calls go; the worker itself knows one endpoint only. */
class ForwardingTest {
  private static final TaskList LIST = new TaskList("fs.0123456789ab");

  private final Engine here = Engine.open(EngineConfig.inMemory());
  private final Engine there = Engine.open(EngineConfig.inMemory());
  private final KeyRing keys = new KeyRing(new SecureRandom());
  private volatile boolean reachable = true;
  private LoopbackServer server;

  private final Backend elsewhere =
      new Backend() {
        @Override
        public <R> CompletableFuture<R> call(Action<R> action) {
          return reachable
              ? there.call(action)
              : CompletableFuture.failedFuture(new IOException("Connection refused"));
        }

        @Override
        public void close() {}
      };

  @BeforeEach
  void open() throws IOException {
    server =
        LoopbackServer.start(
            new SwfEndpoint(
                key -> key.connection().equals("there") ? elsewhere : here,
                keys,
                InstantSource.system(),
                Tasks.of(here)));
  }

  @AfterEach
  void close() {
    server.close();
    here.close();
    there.close();
  }

  private HttpBackend worker(String connection) {
    AccessKey key = keys.issue("w", new AccessKey.Worker(connection, "d", Set.of(LIST.name())));
    return new HttpBackend(
        server.endpoint(),
        "local",
        new Credentials(key.id(), key.secret()),
        InstantSource.system());
  }

  private static void start(Engine engine, String workflowId) {
    engine.call(new Action.RegisterDomain("d", null, "1", null)).join();
    engine
        .call(
            new Action.RegisterWorkflowType(
                "d", "W", "1", null, "30", "60", LIST, null, ChildPolicy.TERMINATE, null))
        .join();
    engine
        .call(
            new Action.StartWorkflowExecution(
                "d",
                workflowId,
                new WorkflowType("W", "1"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null))
        .join();
  }

  private static Action.PollForDecisionTask poll(String domain) {
    return new Action.PollForDecisionTask(domain, LIST, "w", null, null, null, null);
  }

  @Test
  void eachWorkerGetsTheTasksOfItsConnection() {
    start(here, "here");
    start(there, "there");
    try (HttpBackend own = worker("local");
        HttpBackend forwarded = worker("there")) {
      assertThat(own.call(poll("d")).join().workflowExecution().workflowId()).isEqualTo("here");
      DecisionTask task = forwarded.call(poll("d")).join();
      assertThat(task.workflowExecution().workflowId()).isEqualTo("there");

      forwarded
          .call(
              new Action.RespondDecisionTaskCompleted(task.taskToken(), List.of(), "x", null, null))
          .join();
    }
  }

  @Test
  void itsKeyOpensNothingElseThere() {
    try (HttpBackend forwarded = worker("there")) {
      assertThatThrownBy(() -> forwarded.call(poll("other")).join())
          .hasCauseInstanceOf(SwfFault.class)
          .hasMessageContaining("not in other");
      assertThatThrownBy(() -> forwarded.call(new Action.DescribeDomain("d")).join())
          .hasMessageContaining("may not use DescribeDomain");
    }
  }

  @Test
  void whatFailsThereMayBeTriedAgain() {
    reachable = false;
    try (HttpBackend forwarded = worker("there")) {
      assertThatThrownBy(() -> forwarded.call(poll("d")).join())
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("503")
          .hasMessageContaining("Connection refused");
    }
  }
}
