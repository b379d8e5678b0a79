package io.flowscope.web.draw;

import io.flowscope.engine.view.Timeline.Attempt;
import io.flowscope.web.draw.RunModel.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many tasks ran at each moment.
 *
 * @param mean over the whole run
 */
record Concurrency(List<Step> steps, int peak, int last, double mean) {
  /** From {@code at} on, {@code running} tasks ran. */
  record Step(long at, int running) {}

  static Concurrency of(RunModel run) {
    TreeMap<Long, Integer> changes = new TreeMap<>();
    for (Call call : run.calls()) {
      if (call.isWork()) {
        for (Attempt attempt : call.attempts()) {
          Long startedAt = attempt.startedAt();
          if (startedAt != null) {
            changes.merge(startedAt, 1, Integer::sum);
            Long closedAt = attempt.closedAt();
            if (closedAt != null) {
              changes.merge(closedAt, -1, Integer::sum);
            }
          }
        }
      }
    }
    List<Step> steps = new ArrayList<>();
    int running = 0;
    int peak = 0;
    double area = 0;
    long since = run.start();
    for (Map.Entry<Long, Integer> change : changes.entrySet()) {
      area += (double) running * (change.getKey() - since);
      since = change.getKey();
      running += change.getValue();
      peak = Math.max(peak, running);
      steps.add(new Step(since, running));
    }
    area += (double) running * Math.max(run.now() - since, 0);
    return new Concurrency(steps, peak, running, area / Math.max(run.now() - run.start(), 1));
  }

  /** A round number of tasks, at least the peak and never 0. */
  int ceiling() {
    return Math.max((peak + step() - 1) / step(), 1) * step();
  }

  /** Tasks from line to line: at most four lines. */
  int step() {
    for (int scale = 1; ; scale *= 10) {
      for (int step : new int[] {1, 2, 4, 5}) {
        if (step * scale * 3 >= peak) {
          return step * scale;
        }
      }
    }
  }

  String figures(RunModel run) {
    return run.closed()
        ? String.format(Locale.ROOT, "peak %d, mean %.1f", peak, mean)
        : String.format(Locale.ROOT, "now %d, peak %d", last, peak);
  }
}
