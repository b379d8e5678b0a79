package io.flowscope.engine.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Identities as short as they are unambiguous in one run: {@code encode-2} for {@code
 * VideoTasks.encode-2}. The interface stays where two have a method of that name, the branch where
 * several branches call the task. A name turns ambiguous once at most, so that all labels together
 * change in linear time.
 */
final class Labels {
  private static final String FLOW = "Flow.";

  private final Map<String, Users> methods = new HashMap<>();
  private final Map<String, Users> tasks = new HashMap<>();

  /** Who uses a name, and whether by more than one meaning. */
  private static final class Users {
    final Set<String> meanings = new HashSet<>(2);
    List<CallRow> rows = new ArrayList<>();

    boolean ambiguous() {
      return meanings.size() > 1;
    }

    /** The rows whose label changes because {@code row} is there, too. */
    List<CallRow> add(CallRow row, String meaning) {
      if (ambiguous()) {
        return List.of();
      }
      meanings.add(meaning);
      if (!ambiguous()) {
        rows.add(row);
        return List.of();
      }
      List<CallRow> changed = rows;
      rows = List.of();
      return changed;
    }
  }

  void add(CallRow row, long eventId) {
    if (row.foreign) {
      return;
    }
    String task = row.record.task();
    methods
        .computeIfAbsent(method(task), name -> new Users())
        .add(row, task)
        .forEach(other -> other.touch(eventId));
    tasks
        .computeIfAbsent(task, name -> new Users())
        .add(row, row.branch)
        .forEach(other -> other.touch(eventId));
  }

  String of(CallRow row) {
    String own = row.record.label();
    if (own != null && !own.isBlank()) {
      return own;
    }
    String id = row.id();
    String task = row.record.task();
    if (row.foreign) {
      boolean figure = !id.isEmpty() && id.chars().allMatch(c -> c >= '0' && c <= '9');
      return figure && !task.isEmpty() ? method(task) + "-" + id : id;
    }
    int counter = IdRanges.counterAt(id);
    if (counter < 0) {
      return id;
    }
    Users sameMethod = methods.get(method(task));
    Users sameTask = tasks.get(task);
    boolean full = sameMethod != null && sameMethod.ambiguous();
    boolean branch = !row.branch.isEmpty() && sameTask != null && sameTask.ambiguous();
    return (branch ? row.branch + "." : "")
        + (full ? task : method(task))
        + "-"
        + id.substring(counter);
  }

  private static String method(String task) {
    if (task.startsWith(FLOW)) {
      return task.substring(FLOW.length());
    }
    String method = task.substring(task.lastIndexOf('.') + 1);
    return method.isEmpty() ? task : method;
  }
}
