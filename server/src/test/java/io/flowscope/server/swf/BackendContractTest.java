package io.flowscope.server.swf;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Run;
import io.flowscope.engine.wire.Wire;
import io.flowscope.swf.AwsBackend;
import io.flowscope.swf.AwsConnection;
import io.flowscope.swf.Credentials;
import io.flowscope.swf.HttpBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever speaks SWF gives the same answers: one script of all 39 actions, on the engine in this
 * process, through our HTTP client, each call in a request of its own and in one that could hold
 * more, and through AWS's SDK. Time and chance are fixed, so whole answers are compared, tokens and
 * timestamps with them.
 */
class BackendContractTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void allBackendsGiveTheSameAnswers() throws Exception {
    List<String> direct = answers((engine, endpoint, key) -> engine);
    List<String> alone = answers(over(HttpBackend.Sharing.NEVER));
    List<String> together = answers(over(HttpBackend.Sharing.ALWAYS));
    List<String> aws =
        answers(
            (engine, endpoint, key) ->
                new AwsBackend(new AwsConnection("eu-west-1", endpoint, null, key)));

    assertThat(direct).filteredOn(line -> line.contains("Fault")).hasSize(5);
    assertThat(alone).isEqualTo(direct);
    assertThat(together).isEqualTo(direct);
    assertThat(aws).isEqualTo(direct);
  }

  private static Reach over(HttpBackend.Sharing sharing) {
    return (engine, endpoint, key) ->
        new HttpBackend(endpoint, "local", key, InstantSource.system(), sharing);
  }

  @Test
  void theScriptHasEveryAction() throws Exception {
    assertThat(script().map(line -> line.substring(0, line.indexOf(' '))).distinct())
        .containsExactlyInAnyOrderElementsOf(
            new TreeSet<>(
                Stream.of(Action.class.getPermittedSubclasses())
                    .map(Class::getSimpleName)
                    .toList()));
  }

  /** Makes a backend that reaches an engine. */
  private interface Reach {
    Backend of(Engine engine, java.net.URI endpoint, Credentials key);
  }

  private static List<String> answers(Reach reach) throws Exception {
    EngineConfig config = EngineConfig.inMemory().withClock(() -> NOW).withRandom(new Random(7));
    KeyRing keys = new KeyRing(new SecureRandom());
    AccessKey key = keys.issue("test", new AccessKey.Everything());
    try (Engine engine = Engine.open(config);
        LoopbackServer server =
            LoopbackServer.start(new SwfEndpoint(engine, keys, InstantSource.system()));
        Backend backend =
            reach.of(engine, server.endpoint(), new Credentials(key.id(), key.secret()))) {
      return new Script(backend).run();
    }
  }

  private static Stream<String> script() throws IOException {
    try (var in = BackendContractTest.class.getResourceAsStream("every-action.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"));
    }
  }

  /** The run of a script: each line is an action and its request in SWF's JSON. */
  private static final class Script {
    private final Backend backend;
    private final List<String> answers = new ArrayList<>();
    private String runId = "";
    private String decision = "";
    private String activity = "";

    Script(Backend backend) {
      this.backend = backend;
    }

    List<String> run() throws IOException {
      script().forEach(this::line);
      return answers;
    }

    private void line(String line) {
      String name = line.substring(0, line.indexOf(' '));
      String json =
          line.substring(name.length() + 1)
              .replace("$run", runId)
              .replace("$decision", decision)
              .replace("$activity", activity);
      Object answer = call(Wire.decode(json, Wire.action(name).orElseThrow()));
      switch (answer) {
        case Run run -> runId = run.runId();
        case DecisionTask task -> decision = task.taskToken();
        case ActivityTask task -> activity = task.taskToken();
        case SwfFault fault -> {
          answers.add(name + ": " + fault);
          return;
        }
        default -> {}
      }
      answers.add(name + ": " + Wire.encode(answer));
    }

    private Object call(Action<?> action) {
      try {
        return backend.call(action).join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof SwfFault fault) {
          return fault;
        }
        throw e;
      }
    }
  }
}
