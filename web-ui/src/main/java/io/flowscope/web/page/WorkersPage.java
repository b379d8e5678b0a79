package io.flowscope.web.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Worker processes that the server started, workers seen from elsewhere, and task lists.
 *
 * @param isolation of the processes that the server starts
 */
public record WorkersPage(
    Shell shell,
    List<WorkerInfo> workers,
    List<OtherWorker> others,
    Isolation isolation,
    List<TaskList> taskLists)
    implements Page {

  @Override
  public String title() {
    return "Workers";
  }

  @Override
  public String template() {
    return "workers.jte";
  }

  /**
   * What keeps worker processes away from the rest of the machine.
   *
   * @param label {@code bubblewrap}, {@code setpriv} or {@code none}
   * @param meaning what a worker may do, in whole sentences
   */
  public record Isolation(String label, String meaning) {}

  /**
   * A worker that the server did not start, known by what it holds.
   *
   * @param tasks the tasks in its hands, in words
   * @param lastHeardAt when it took one of them or sent a heartbeat, epoch milliseconds
   */
  public record OtherWorker(String identity, List<String> tasks, long lastHeardAt) {}

  /**
   * @param name with its domain where that is not the server's own
   * @param decisions true for decision tasks, false for activities
   * @param backlog tasks that wait to be taken
   * @param truncated whether there are more than {@code backlog}
   * @param oldestAt when the oldest of them was scheduled, epoch milliseconds, or null
   * @param pollers polls that wait for a task now
   */
  public record TaskList(
      String name,
      boolean decisions,
      long backlog,
      boolean truncated,
      @Nullable Long oldestAt,
      int pollers) {}
}
