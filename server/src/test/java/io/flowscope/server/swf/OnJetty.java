package io.flowscope.server.swf;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Action.GetWorkflowExecutionHistory;
import io.flowscope.engine.model.Action.PollForDecisionTask;
import io.flowscope.engine.model.Action.RegisterActivityType;
import io.flowscope.engine.model.Action.RegisterDomain;
import io.flowscope.engine.model.Action.RegisterWorkflowType;
import io.flowscope.engine.model.Action.StartWorkflowExecution;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.queue.TaskListStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;

/** The endpoint with an engine behind it, on a port of Jetty as the server has it. */
abstract class OnJetty {
  static final Duration NEVER = Duration.ofHours(1);
  static final Duration SOON = Duration.ofMillis(20);
  static final WorkflowType TYPE = new WorkflowType("T", "1");
  static final String POLL = "{\"domain\":\"d\",\"taskList\":{\"name\":\"%s\"}}";
  static final String DOMAINS = "{\"registrationStatus\":\"REGISTERED\"}";

  final KeyRing keys = new KeyRing(new SecureRandom());
  final AccessKey key = keys.issue("test", new AccessKey.Everything());
  final List<RawClient> clients = new ArrayList<>();
  Duration longestHead = NEVER;
  Engine engine;
  Server server;
  SwfHandler handler;
  int port;

  void start(Duration patrol, Duration longestBody, Map<String, String> limits) throws Exception {
    engine = Engine.open(EngineConfig.inMemory().withLimits(limits));
    call(new RegisterDomain("d", null, "1", null));
    call(
        new RegisterWorkflowType(
            "d",
            "T",
            "1",
            null,
            "3600",
            "3600",
            new TaskList("decisions"),
            null,
            ChildPolicy.TERMINATE,
            null));
    call(
        new RegisterActivityType(
            "d", "A", "1", null, "NONE", "NONE", new TaskList("activities"), null, "NONE", "NONE"));
    server = new Server(new QueuedThreadPool(16, 4));
    HttpConfiguration http = new HttpConfiguration();
    http.setIdleTimeout(75_000);
    WatchedConnector connector = new WatchedConnector(server, http, longestHead);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    handler =
        new SwfHandler(
            new SwfEndpoint(key -> engine, keys, InstantSource.system(), Tasks.of(engine)),
            patrol,
            longestBody);
    handler.setHandler(new Pages());
    server.setHandler(handler);
    server.start();
    port = connector.getLocalPort();
  }

  /** Stands for all that is no SWF. */
  static final class Pages extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.setStatus(299);
      response.write(
          true,
          ByteBuffer.wrap(("page for " + request.getMethod()).getBytes(StandardCharsets.UTF_8)),
          callback);
      return true;
    }
  }

  @AfterEach
  void stop() throws Exception {
    clients.forEach(RawClient::close);
    server.stop();
    engine.close();
  }

  <R> R call(Action<R> action) {
    return engine.call(action).join();
  }

  RawClient client() throws IOException {
    RawClient client = new RawClient(port, key);
    clients.add(client);
    return client;
  }

  String startExecution(String id) {
    return call(new StartWorkflowExecution(
            "d", id, TYPE, null, null, null, null, null, null, null, null))
        .runId();
  }

  DecisionTask decisionTask() {
    return call(
        new PollForDecisionTask("d", new TaskList("decisions"), "me", null, null, null, null));
  }

  List<String> history(String id, String run) {
    return call(
            new GetWorkflowExecutionHistory("d", new WorkflowExecution(id, run), null, null, null))
        .events()
        .stream()
        .map(event -> event.event().eventType())
        .toList();
  }

  void awaitPollers(String list, int count) {
    while (pollers(list) != count) {
      LockSupport.parkNanos(2_000_000);
    }
  }

  int pollers(String list) {
    return engine.taskLists().stream()
        .filter(status -> status.list().equals(list))
        .mapToInt(TaskListStatus::pollers)
        .sum();
  }

  enum Leaving {
    CLOSE,
    HALF_CLOSE,
    RESET
  }

  static void leave(RawClient client, Leaving how) throws IOException {
    switch (how) {
      case CLOSE -> client.close();
      case HALF_CLOSE -> client.socket().shutdownOutput();
      case RESET -> {
        client.socket().setSoLinger(true, 0);
        client.close();
      }
    }
  }

  static Decision schedule() {
    return new Decision.ScheduleActivityTask(
        new ActivityType("A", "1"), "a", null, null, null, null, null, null, null, null);
  }
}
