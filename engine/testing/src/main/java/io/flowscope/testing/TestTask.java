package io.flowscope.testing;

import io.flowscope.TaskContext;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.worker.Values;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The context of an activity that runs in the tester's thread. */
final class TestTask implements TaskContext {
  private final TestEngine engine;
  private final ActivityTask task;
  private final Map<String, String> lastDetails;
  private boolean cancelRequested;

  TestTask(TestEngine engine, ActivityTask task, Map<String, String> lastDetails) {
    this.engine = engine;
    this.task = task;
    this.lastDetails = lastDetails;
  }

  @Override
  public boolean heartbeat(@Nullable Object details) {
    String json = Values.write(details, "details");
    lastDetails.put(identity(), json);
    cancelRequested =
        engine
            .ask(new Action.RecordActivityTaskHeartbeat(task.taskToken(), json))
            .cancelRequested();
    return !cancelRequested;
  }

  /** The identity of the call, without the attempt. */
  private String identity() {
    int attempt = attempt();
    String id = task.activityId();
    return task.workflowExecution().runId()
        + " "
        + (attempt == 1 ? id : id.substring(0, id.lastIndexOf('.')));
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> Optional<T> lastDetails(Class<T> type) {
    String json = attempt() == 1 ? null : lastDetails.get(identity());
    return Optional.ofNullable(json).map(text -> (T) Values.read(text, type, "details"));
  }

  @Override
  public int attempt() {
    String end = task.activityId().substring(task.activityId().lastIndexOf('-') + 1);
    int dot = end.indexOf('.');
    return dot < 0 ? 1 : Integer.parseInt(end.substring(dot + 1));
  }

  @Override
  public String activityId() {
    return task.activityId();
  }

  @Override
  public String workflowId() {
    return task.workflowExecution().workflowId();
  }

  @Override
  public String runId() {
    return task.workflowExecution().runId();
  }

  @Override
  public boolean cancelRequested() {
    return cancelRequested;
  }
}
