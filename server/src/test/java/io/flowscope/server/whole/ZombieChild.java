package io.flowscope.server.whole;

import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.TaskList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;

/** A worker that takes one task, and answers it when it is told to. */
final class ZombieChild implements AutoCloseable {
  private static final String TAKEN = "TAKEN";
  private static final String DONE = "DONE";
  private final Process process;
  private final BufferedReader out;

  /**
   * @param arguments the address, the data folder with the credentials, {@code activity} or {@code
   *     decision}, and the task list
   */
  public static void main(String[] arguments) throws IOException {
    try (Backend backend = ServerProcess.swf(URI.create(arguments[0]), Path.of(arguments[1]))) {
      TaskList list = new TaskList(arguments[3]);
      Action<?> answer =
          arguments[2].equals("activity") ? activity(backend, list) : decision(backend, list);
      EngineChild.say(TAKEN);
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      try {
        backend.call(answer).join();
        EngineChild.say(DONE);
      } catch (CompletionException e) {
        EngineChild.say(
            e.getCause() instanceof SwfFault fault ? fault.type() : String.valueOf(e.getCause()));
      }
    }
  }

  private static Action<?> activity(Backend backend, TaskList list) {
    String token =
        backend
            .call(new Action.PollForActivityTask(ServerKills.DOMAIN, list, "zombie"))
            .join()
            .taskToken();
    return new Action.RespondActivityTaskCompleted(token, "\"zombie\"");
  }

  private static Action<?> decision(Backend backend, TaskList list) {
    String token =
        backend
            .call(
                new Action.PollForDecisionTask(
                    ServerKills.DOMAIN, list, "zombie", null, null, null, null))
            .join()
            .taskToken();
    return new Action.RespondDecisionTaskCompleted(
        token, List.of(new Decision.CompleteWorkflowExecution("\"zombie\"")), null, null, null);
  }

  ZombieChild(ServerProcess server, String kind, String list) throws IOException {
    process =
        new ProcessBuilder(
                ServerProcess.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ZombieChild.class.getName(),
                server.address().toString(),
                server.data().toString(),
                kind,
                list)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    out = process.inputReader();
  }

  /** Waits until it has its task, and stops it with SIGSTOP; it is told to answer as well. */
  void takesAndStops() throws IOException {
    String line = out.readLine();
    if (!TAKEN.equals(line)) {
      throw new AssertionError("The worker said " + line);
    }
    Signals.stop(List.of(process.toHandle()));
    process.outputWriter().write("answer\n");
    process.outputWriter().flush();
  }

  /** Lets it go on; what became of its answer. */
  String resumes() throws IOException {
    Signals.resume(List.of(process.toHandle()));
    return out.readLine();
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }
}
