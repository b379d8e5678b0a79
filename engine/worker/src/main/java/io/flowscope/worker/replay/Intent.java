package io.flowscope.worker.replay;

import io.flowscope.engine.model.Decision;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A decision that the code has asked for and that no answer has held yet.
 *
 * @param sequence order of creation of the call behind it
 * @param key names it among all that wait, and its event in the history
 * @param gates the limits that it passes when an answer takes it; what has none is never held back
 * @param type name and version of the type, where it has one; compared with the history
 * @param call the call behind it, if there is one
 */
record Intent(
    long sequence,
    String key,
    List<Gate> gates,
    @Nullable String type,
    @Nullable CallCell<?> call,
    Supplier<Decision> decision) {

  static String activity(String activityId) {
    return "activity " + activityId;
  }

  static String timer(String timerId) {
    return "timer " + timerId;
  }

  static String child(String workflowId) {
    return "child " + workflowId;
  }

  static String cancelActivity(String activityId) {
    return "cancel activity " + activityId;
  }

  static String cancelTimer(String timerId) {
    return "cancel timer " + timerId;
  }

  static String cancelChild(String workflowId) {
    return "cancel child " + workflowId;
  }

  static String signal(String id) {
    return "signal " + id;
  }

  static String marker(String name, int number) {
    return "marker " + name + " " + number;
  }
}
