package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes with the default configuration: no answered call may be lost. */
class KillIT {
  private static final int KILLS = 5;
  private static final int FLOOR = 30;

  @TempDir Path folder;

  @Test
  void noAnsweredCallIsLostWhenTheProcessIsKilled() throws Exception {
    Random random = new Random(7);
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < KILLS; round++) {
      acknowledged.addAll(killedAfter(FLOOR + random.nextInt(60), "r" + round));
      check(acknowledged);
      Verify.Report report = Verify.folder(folder);
      assertThat(report.violations()).isEmpty();
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(FLOOR * KILLS);
  }

  private List<String> killedAfter(int answers, String round) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KillChild.class.getName(),
                folder.toString(),
                round)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.equals("READY")) {
        line = out.readLine();
      }
      for (line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (lines.size() == answers) {
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(process.waitFor()).isNotZero();
    return lines.stream().filter(line -> line.matches("(START|SIGNAL|DECIDED) .*")).toList();
  }

  private void check(List<String> acknowledged) {
    try (Engine engine = Engine.open(EngineConfig.at(folder))) {
      Map<String, List<HistoryEvent>> histories = new HashMap<>();
      for (String line : acknowledged) {
        String[] words = line.split(" ");
        // The last line may be cut by the kill; then it was not read as acknowledged either.
        if (words.length < 3 || words[2].length() != 22) {
          continue;
        }
        List<HistoryEvent> history =
            histories.computeIfAbsent(words[2], run -> history(engine, words[1], run));
        assertThat(history).as(line).isNotEmpty();
        if (words[0].equals("SIGNAL") && words.length == 4) {
          assertThat(signals(history)).as(line).isGreaterThanOrEqualTo(Long.parseLong(words[3]));
        }
        if (words[0].equals("DECIDED") && words.length == 4) {
          assertThat(answered(history, Long.parseLong(words[3]))).as(line).isTrue();
        }
      }
    }
  }

  private static List<HistoryEvent> history(Engine engine, String workflowId, String runId) {
    return engine
        .call(
            new Action.GetWorkflowExecutionHistory(
                "d", new WorkflowExecution(workflowId, runId), null, null, null))
        .join()
        .events();
  }

  private static long signals(List<HistoryEvent> history) {
    return history.stream()
        .filter(event -> event.event() instanceof Event.WorkflowExecutionSignaled)
        .count();
  }

  private static boolean answered(List<HistoryEvent> history, long started) {
    return history.stream()
        .anyMatch(
            event ->
                event.event() instanceof Event.DecisionTaskCompleted e
                    && e.startedEventId() == started);
  }
}
