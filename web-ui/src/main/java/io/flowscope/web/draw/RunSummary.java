package io.flowscope.web.draw;

import io.flowscope.engine.view.NodeState;
import io.flowscope.web.draw.RunModel.Call;
import java.util.ArrayList;
import java.util.List;

/** The sentence that says in words what the picture shows. */
final class RunSummary {
  private RunSummary() {}

  static String of(RunModel run) {
    List<Call> calls = run.calls().stream().filter(Call::hasLane).toList();
    List<String> parts = new ArrayList<>();
    parts.add("Timeline: " + calls.size() + (calls.size() == 1 ? " task" : " tasks"));
    for (NodeState state :
        List.of(
            NodeState.COMPLETED,
            NodeState.STARTED,
            NodeState.SCHEDULED,
            NodeState.PENDING,
            NodeState.FAILED,
            NodeState.TIMED_OUT,
            NodeState.CANCELED)) {
      long n = calls.stream().filter(call -> call.state() == state).count();
      if (n > 0) {
        parts.add(n + " " + (state == NodeState.COMPLETED ? "done" : StateIcon.word(state)));
      }
    }
    String wall = Durations.words(run.now() - run.start());
    parts.add(run.closed() ? wall : wall + " so far");
    parts.add("one after another " + Durations.words(run.taskMillis()));
    int barriers = run.barriers().size();
    String tail =
        barriers == 0 ? "" : barriers == 1 ? "; one barrier" : "; " + barriers + " barriers";
    return String.join(", ", parts) + tail;
  }
}
