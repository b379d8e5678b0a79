package io.flowscope.engine.core;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Works on an engine of the default configuration and prints what was acknowledged. */
final class KillChild {
  private static final String DOMAIN = "d";
  private static final TaskList LIST = new TaskList("l");
  private static final WorkflowType TYPE = new WorkflowType("W", "1");
  private static final ActivityType ACTIVITY = new ActivityType("A", "1");

  private final Engine engine;
  private final String round;

  private KillChild(Engine engine, String round) {
    this.engine = engine;
    this.round = round;
  }

  /** Arguments: the data folder, and a name for this round that makes workflow ids unique. */
  public static void main(String[] args) throws InterruptedException {
    KillChild child = new KillChild(Engine.open(EngineConfig.at(Path.of(args[0]))), args[1]);
    child.register();
    for (int i = 0; i < 4; i++) {
      int client = i;
      Thread.ofPlatform().start(() -> child.client(client));
    }
    Thread.ofPlatform().start(child::decider).join();
  }

  private void register() {
    try {
      engine.call(new Action.RegisterDomain(DOMAIN, null, "1", null)).join();
      engine
          .call(
              new Action.RegisterWorkflowType(
                  DOMAIN, "W", "1", null, "30", "3600", LIST, null, ChildPolicy.ABANDON, null))
          .join();
    } catch (CompletionException e) {
      say("registered before");
    }
    say("READY");
  }

  private void client(int client) {
    for (int n = 0; ; n++) {
      String id = round + "-" + client + "-" + n;
      String run =
          engine
              .call(
                  new Action.StartWorkflowExecution(
                      DOMAIN, id, TYPE, null, null, "[]", null, null, null, null, null))
              .join()
              .runId();
      say("START " + id + " " + run);
      for (int signal = 1; signal <= 5; signal++) {
        engine.call(new Action.SignalWorkflowExecution(DOMAIN, id, run, "s" + signal, null)).join();
        say("SIGNAL " + id + " " + run + " " + signal);
      }
    }
  }

  private void decider() {
    while (true) {
      DecisionTask task =
          engine
              .call(new Action.PollForDecisionTask(DOMAIN, LIST, "d", null, null, null, null))
              .join();
      if (!task.taskToken().isEmpty()) {
        engine
            .call(
                new Action.RespondDecisionTaskCompleted(
                    task.taskToken(),
                    List.of(new Decision.RecordMarker("m", ACTIVITY.name())),
                    null,
                    null,
                    null))
            .join();
        say(
            "DECIDED "
                + task.workflowExecution().workflowId()
                + " "
                + task.workflowExecution().runId()
                + " "
                + task.startedEventId());
      }
    }
  }

  private static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
