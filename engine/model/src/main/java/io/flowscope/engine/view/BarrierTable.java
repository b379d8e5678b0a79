package io.flowscope.engine.view;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The barriers at which branches of the code stopped. */
final class BarrierTable {
  final ChangeList<Barrier> list = new ChangeList<>();
  private final Map<String, Barrier> byId = new HashMap<>();
  private final Map<String, Barrier> standing = new HashMap<>();
  private final CallTable calls;

  BarrierTable(CallTable calls) {
    this.calls = calls;
  }

  /** A barrier that was reached in {@code round}. */
  static final class Barrier extends ChangeList.Row {
    final RoundRow round;
    final long reachedAt;
    RoundRecord.Wait wait;
    @Nullable Long passedAt;

    Barrier(ChangeList<Barrier> list, RoundRecord.Wait wait, RoundRow round, long reachedAt) {
      super(list);
      this.wait = wait;
      this.round = round;
      this.reachedAt = reachedAt;
    }
  }

  /** A branch stands at a barrier at the end of {@code round}. */
  void stands(RoundRecord.Wait wait, RoundRow round, Moment now) {
    Barrier known = byId.get(wait.barrier());
    if (known != null) {
      if (wait.on().size() > known.wait.on().size()) {
        known.wait = wait;
        known.touch(now.event());
        calls.behind.used(known, wait.on(), calls.byId());
        known.round.moves.put(wait.branch(), wait);
      }
      return;
    }
    goesOn(wait.branch(), round, now);
    Barrier barrier = new Barrier(list, wait, round, now.at());
    byId.put(wait.barrier(), barrier);
    standing.put(wait.branch(), barrier);
    list.add(barrier, now.event());
    calls.behind.used(barrier, wait.on(), calls.byId());
    round.moves.put(wait.branch(), wait);
  }

  /** In {@code round}, the branch no longer stands where it stood before. */
  void goesOn(String branch, RoundRow round, Moment now) {
    Barrier barrier = standing.get(branch);
    if (barrier != null && barrier.round != round) {
      Long started = round.startedAt;
      barrier.passedAt = Math.max(barrier.reachedAt, started == null ? now.at() : started);
      barrier.touch(now.event());
      standing.remove(branch);
      round.moves.put(branch, null);
    }
  }

  Collection<Barrier> standing() {
    return standing.values();
  }

  List<Barrier> all() {
    return list.all();
  }
}
