package io.flowscope.engine.sim;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import java.util.ArrayList;
import java.util.List;

/** Who and what there is: few enough names that clients get into each other's way. */
final class Cast {
  static final List<String> DOMAINS = List.of("north", "south");
  static final List<String> LISTS = List.of("l0", "l1");
  static final List<String> STICKY = List.of("sticky0", "sticky1");
  static final WorkflowType WHOLE = new WorkflowType("whole", "1");
  static final WorkflowType BARE = new WorkflowType("bare", "1");
  static final WorkflowType SHAKY = new WorkflowType("shaky", "1");
  static final WorkflowType NEVER = new WorkflowType("never", "1");
  static final ActivityType EASY = new ActivityType("easy", "1");
  static final ActivityType STRICT = new ActivityType("strict", "1");
  static final ActivityType PLAIN = new ActivityType("plain", "1");
  static final ActivityType FRAIL = new ActivityType("frail", "1");
  static final ActivityType GHOST = new ActivityType("ghost", "1");
  static final List<WorkflowType> WORKFLOWS = List.of(WHOLE, BARE, SHAKY, NEVER);
  static final List<ActivityType> ACTIVITIES = List.of(EASY, STRICT, PLAIN, FRAIL, GHOST);

  private Cast() {}

  static String workflowId(Dice dice) {
    return "w" + dice.below(6);
  }

  static TaskList list(Dice dice) {
    return new TaskList(dice.of(LISTS));
  }

  static ChildPolicy policy(Dice dice) {
    return dice.any(ChildPolicy.values());
  }

  /** What every run registers first. */
  static List<Action<?>> registrations(Dice dice) {
    List<Action<?>> all = new ArrayList<>();
    for (String domain : DOMAINS) {
      all.add(new Action.RegisterDomain(domain, null, dice.any("0", "1", "1", "7", "NONE"), null));
      all.add(workflow(domain, WHOLE, "20", "300", ChildPolicy.TERMINATE));
      all.add(workflow(domain, SHAKY, "NONE", "200", ChildPolicy.REQUEST_CANCEL));
      all.add(
          new Action.RegisterWorkflowType(
              domain, BARE.name(), BARE.version(), null, null, null, null, null, null, null));
      all.add(activity(domain, EASY, "60", "NONE", "NONE", "NONE"));
      all.add(activity(domain, STRICT, "8", "3", "10", "12"));
      all.add(activity(domain, FRAIL, "30", "10", "40", "NONE"));
      all.add(
          new Action.RegisterActivityType(
              domain, PLAIN.name(), PLAIN.version(), null, null, null, null, null, null, null));
    }
    return all;
  }

  static Action<?> workflow(
      String domain, WorkflowType type, String task, String execution, ChildPolicy policy) {
    return new Action.RegisterWorkflowType(
        domain,
        type.name(),
        type.version(),
        null,
        task,
        execution,
        new TaskList(LISTS.get(0)),
        "1",
        policy,
        null);
  }

  private static Action<?> activity(
      String domain,
      ActivityType type,
      String startToClose,
      String heartbeat,
      String scheduleToStart,
      String scheduleToClose) {
    return new Action.RegisterActivityType(
        domain,
        type.name(),
        type.version(),
        null,
        startToClose,
        heartbeat,
        new TaskList(LISTS.get(0)),
        null,
        scheduleToStart,
        scheduleToClose);
  }

  /** The same type again, after it was deleted. */
  static Action<?> again(String domain, ActivityType type) {
    return activity(domain, type, "30", "10", "40", "NONE");
  }
}
