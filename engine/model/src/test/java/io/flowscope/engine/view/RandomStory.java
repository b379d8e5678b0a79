package io.flowscope.engine.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A history such as our decider could write, made by chance. */
final class RandomStory {
  private final Random random;
  private final Story story = new Story();
  private final List<CallRecord> pending = new ArrayList<>();
  private final List<String> scheduled = new ArrayList<>();
  private final List<String> started = new ArrayList<>();
  private final List<String> known = new ArrayList<>();
  private int counter;
  private int barrier;

  RandomStory(Random random) {
    this.random = random;
  }

  Story tell(int steps) {
    for (int i = 0; i < steps; i++) {
      story.after(random.nextInt(40));
      switch (random.nextInt(6)) {
        case 0, 1 -> round();
        case 2 -> {
          if (!scheduled.isEmpty()) {
            started.add(scheduled.remove(random.nextInt(scheduled.size())));
            story.start(started.getLast());
          }
        }
        case 3, 4 -> end();
        default -> story.signal("s" + random.nextInt(3));
      }
    }
    return story;
  }

  private void end() {
    if (started.isEmpty()) {
      return;
    }
    String id = started.remove(random.nextInt(started.size()));
    if (random.nextInt(4) == 0) {
      story.fail(id, "no");
    } else {
      story.complete(id);
    }
  }

  private void round() {
    List<CallRecord> later = new ArrayList<>();
    List<CallRecord> now = new ArrayList<>();
    for (int k = random.nextInt(4); k > 0; k--) {
      CallRecord call = call();
      known.add(call.call());
      (call.kind() == NodeKind.ACTIVITY && random.nextBoolean() ? now : later).add(call);
    }
    pending.addAll(later.stream().filter(c -> c.kind() == NodeKind.ACTIVITY).toList());
    while (!pending.isEmpty() && random.nextBoolean()) {
      now.add(pending.remove(random.nextInt(pending.size())));
    }
    List<RoundRecord.Wait> waits = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      String branch = random.nextBoolean() ? "" : "1";
      String id = (branch.isEmpty() ? "" : "1.") + "get-" + ++barrier;
      waits.add(Story.stands(id, branch, some(), "P.java:" + random.nextInt(9)));
    }
    story.round(later, waits, random.nextInt(9) == 0 ? new String[] {"1"} : new String[0]);
    for (CallRecord call : now) {
      story.schedule(call);
      scheduled.add(call.call());
    }
  }

  private CallRecord call() {
    boolean derived = random.nextInt(4) == 0;
    String branch = random.nextInt(3) == 0 ? "1." : "";
    String task = derived ? "Flow.first" : "T" + random.nextInt(3) + ".do" + random.nextInt(4);
    List<String> after =
        barrier > 0 && random.nextBoolean() ? List.of("get-" + barrier) : List.of();
    NodeKind kind = derived ? NodeKind.DERIVED : NodeKind.ACTIVITY;
    return Story.call(kind, branch + task + "-" + ++counter, some(), after, "P.java:3");
  }

  private List<String> some() {
    List<String> ids = new ArrayList<>();
    for (int k = random.nextInt(3); k > 0; k--) {
      boolean future = random.nextInt(8) == 0;
      ids.add(
          future || known.isEmpty()
              ? "Flow.first-" + (counter + 2)
              : known.get(random.nextInt(known.size())));
    }
    return ids.stream().distinct().toList();
  }
}
