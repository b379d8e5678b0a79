package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.core.Verify;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionFilter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills at points that random kills hardly ever meet; each child tells that it was there. */
@Timeout(value = 600, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillAtPointsIT {
  /** More than makes the store give space back. */
  private static final int MANY = 5_100;

  @TempDir Path folder;

  private String end(HaltAt.Point point, String id, int signals) throws Exception {
    Process process =
        new ProcessBuilder(
                ServerProcess.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SignalsChild.class.getName(),
                folder.toString(),
                point.name(),
                id,
                Integer.toString(signals))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("it ended at %s", point).isEqualTo(HaltAt.REACHED);
    return told.strip();
  }

  @Test
  void while_space_is_given_back() throws Exception {
    assertThat(end(HaltAt.Point.COMPACT, "w", MANY)).isEqualTo(EngineChild.READY);

    assertThat(Verify.folder(folder).violations()).isEmpty();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      expected.add("s" + i);
    }
    try (Engine engine = Engine.open(EngineConfig.at(folder))) {
      assertThat(signals(engine, "w")).isEqualTo(expected);
    }
  }

  @Test
  void while_the_tables_of_a_new_database_are_made() throws Exception {
    for (int kill = 0; kill < 2; kill++) {
      assertThat(end(HaltAt.Point.MAKE, "never", 0)).isEmpty();
    }
    try (Engine engine = Engine.open(EngineConfig.at(folder))) {
      engine.call(new Action.RegisterDomain("d", null, "1", null)).join();
    }
    assertThat(Verify.folder(folder).violations()).isEmpty();
  }

  private static List<String> signals(Engine engine, String id) {
    WorkflowExecution execution =
        engine
            .call(
                new Action.ListOpenWorkflowExecutions(
                    SignalsChild.DOMAIN,
                    new ExecutionTimeFilter(Instant.EPOCH, null),
                    null,
                    null,
                    null,
                    null,
                    null,
                    new WorkflowExecutionFilter(id)))
            .join()
            .executionInfos()
            .getFirst()
            .execution();
    List<String> names = new ArrayList<>();
    String next = null;
    do {
      History page =
          engine
              .call(
                  new Action.GetWorkflowExecutionHistory(
                      SignalsChild.DOMAIN, execution, next, null, null))
              .join();
      for (HistoryEvent event : page.events()) {
        if (event.event() instanceof Event.WorkflowExecutionSignaled signal) {
          names.add(signal.signalName());
        }
      }
      next = page.nextPageToken();
    } while (next != null);
    return names;
  }
}
