package io.flowscope.worker.replay;

import io.flowscope.spi.Limits;
import io.flowscope.worker.WorkflowPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The limits of one run: SWF's, those of the workflow and those of what it calls. */
final class Gates {
  private static final String ALL = "";

  private final DeciderConfig config;
  private final WorkflowPolicy policy;
  private final Map<List<Object>, Gate> gates = new HashMap<>();

  /** Equal lists are one list, so that what passes the same gates waits in one queue. */
  private final Map<List<Gate>, List<Gate>> lists = new HashMap<>();

  Gates(DeciderConfig config, WorkflowPolicy policy) {
    this.config = config;
    this.policy = policy;
  }

  List<Gate> timer() {
    return list(swf("timers", config.maxOpenTimers()));
  }

  /**
   * @param list null for that of the jar
   */
  List<Gate> activity(String type, @Nullable String list, Limits limits) {
    return list(
        swf("activities", config.maxOpenActivities()),
        ofWorkflow(ALL),
        list == null ? null : ofWorkflow(list),
        of(type, limits));
  }

  List<Gate> child(String type, Limits limits) {
    return list(swf("children", config.maxOpenChildren()), ofWorkflow(ALL), of(type, limits));
  }

  private Gate swf(String kind, int open) {
    return gates.computeIfAbsent(List.of(kind), k -> new Gate(new Limits(open, null)));
  }

  private @Nullable Gate ofWorkflow(String list) {
    return of("list " + list, policy.callLimits().getOrDefault(list, Limits.NONE));
  }

  private @Nullable Gate of(String what, Limits limits) {
    return limits.none()
        ? null
        : gates.computeIfAbsent(List.of(what, limits), k -> new Gate(limits));
  }

  private List<Gate> list(@Nullable Gate... some) {
    List<Gate> all = new ArrayList<>();
    for (Gate gate : some) {
      if (gate != null) {
        all.add(gate);
      }
    }
    return lists.computeIfAbsent(List.copyOf(all), same -> same);
  }
}
