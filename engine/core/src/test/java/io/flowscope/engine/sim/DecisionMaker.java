package io.flowscope.engine.sim;

import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.TaskList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decider without sense: every kind of decision, fitting or not. */
final class DecisionMaker {
  private final Dice dice;
  private int next;

  DecisionMaker(Dice dice) {
    this.dice = dice;
  }

  /** Decisions that SWF takes, though some of them fail. */
  List<Decision> legal(Fold run) {
    List<Decision> decisions = new ArrayList<>();
    int count = dice.chance(0.1) ? 0 : dice.between(1, 4);
    for (int i = 0; i < count; i++) {
      decisions.add(any(run));
    }
    boolean endless = run.lastId() > 60;
    if (endless || dice.chance(0.2)) {
      decisions.add(closing());
    }
    return decisions;
  }

  /** Decisions that SWF refuses as a whole. */
  List<Decision> illegal(Fold run) {
    List<Decision> decisions = new ArrayList<>(legal(run));
    switch (dice.below(4)) {
      case 0 -> {
        decisions.add(closing());
        decisions.add(any(run));
      }
      case 1 -> decisions.add(0, new Decision.StartTimer(fresh("t"), null, "soon"));
      case 2 -> decisions.add(0, new Decision.RecordMarker(null, null));
      default -> decisions.add(0, schedule(null, Cast.EASY));
    }
    return decisions;
  }

  private String fresh(String kind) {
    return kind + next++;
  }

  private Decision any(Fold run) {
    return switch (dice.below(20)) {
      case 0, 1, 2, 3, 4, 5 -> schedule(activityId(run), dice.of(Cast.ACTIVITIES));
      case 6, 7 -> new Decision.RequestCancelActivityTask(activityId(run));
      case 8, 9, 10 -> new Decision.StartTimer(timerId(run), null, "" + dice.between(0, 30));
      case 11 -> new Decision.CancelTimer(timerId(run));
      case 12 -> new Decision.RecordMarker("marker", "details");
      case 13, 14 ->
          new Decision.SignalExternalWorkflowExecution(
              Cast.workflowId(dice), null, "external", "x", null);
      case 15 ->
          new Decision.RequestCancelExternalWorkflowExecution(Cast.workflowId(dice), null, null);
      case 16, 17, 18 -> child();
      default -> new Decision.ScheduleLambdaFunction(fresh("f"), "function", null, null, null);
    };
  }

  private String activityId(Fold run) {
    return run.activityIds.isEmpty() || dice.chance(0.7)
        ? fresh("a")
        : dice.of(run.activityIds.keySet().stream().sorted().toList());
  }

  private String timerId(Fold run) {
    return run.timers.isEmpty() || dice.chance(0.6)
        ? fresh("t")
        : dice.of(List.copyOf(run.timers.keySet()));
  }

  private Decision schedule(@Nullable String id, io.flowscope.engine.model.ActivityType type) {
    boolean full = dice.chance(0.5);
    return new Decision.ScheduleActivityTask(
        type,
        id,
        null,
        "input",
        maybe(full, "40"),
        full || dice.chance(0.5) ? Cast.list(dice) : null,
        dice.chance(0.3) ? "" + dice.between(-5, 5) : null,
        maybe(full, "30"),
        maybe(full, "15"),
        maybe(full, "6"));
  }

  private @Nullable String maybe(boolean surely, String value) {
    return surely || dice.chance(0.3) ? dice.any(value, value, "NONE") : null;
  }

  private Decision child() {
    boolean full = dice.chance(0.6);
    return new Decision.StartChildWorkflowExecution(
        dice.chance(0.6) ? Cast.WHOLE : dice.of(Cast.WORKFLOWS),
        dice.chance(0.5) ? Cast.workflowId(dice) : fresh("c"),
        null,
        "child",
        full ? "" + dice.between(20, 200) : null,
        full ? Cast.list(dice) : null,
        dice.chance(0.3) ? "" + dice.between(-5, 5) : null,
        full ? "15" : null,
        full ? Cast.policy(dice) : null,
        dice.chance(0.3) ? List.of("tag" + dice.below(3)) : null,
        null);
  }

  private Decision closing() {
    return switch (dice.below(6)) {
      case 0, 1 -> new Decision.CompleteWorkflowExecution("done");
      case 2 -> new Decision.FailWorkflowExecution("reason", "details");
      case 3 -> new Decision.CancelWorkflowExecution("details");
      default -> {
        boolean full = dice.chance(0.5);
        TaskList list = full ? Cast.list(dice) : null;
        yield new Decision.ContinueAsNewWorkflowExecution(
            "again",
            full ? "" + dice.between(20, 200) : null,
            list,
            null,
            full ? "15" : null,
            full ? Cast.policy(dice) : null,
            null,
            dice.chance(0.2) ? "2" : null,
            null);
      }
    };
  }
}
