package io.flowscope.worker.replay;

import io.flowscope.TaskFailed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All values of a list of promises, or the failure that finished first. */
final class AllCell<T> extends Cell<List<T>> {
  final List<String> after;
  final @Nullable CallSite site = CallSite.here();
  private final List<Cell<T>> members;
  private int missing;
  private long last;
  private @Nullable Cell<?> spoiler;
  private @Nullable Filling content;

  AllCell(Run run, String id, List<Cell<T>> members, List<String> after) {
    super(run, id);
    this.members = members;
    this.after = after;
    missing = members.size();
    for (Cell<T> member : members) {
      member.used();
      member.passOn();
      if (member.pending()) {
        member.listen(this::taken);
      } else {
        take(member);
      }
    }
    decide();
  }

  private void taken(Cell<?> member) {
    take(member);
    decide();
  }

  private void take(Cell<?> member) {
    missing--;
    last = Math.max(last, member.order());
    if (member.failure() != null && (spoiler == null || member.order() < spoiler.order())) {
      spoiler = member;
    }
  }

  private void decide() {
    TaskFailed failure = spoiler == null ? null : spoiler.failure();
    if (failure != null) {
      fail(failure, spoiler.order());
    } else if (missing == 0) {
      succeed(last);
    }
  }

  List<Cell<T>> members() {
    return members;
  }

  /** The identities of the calls in it, each once. */
  List<String> needs() {
    Set<String> needs = new LinkedHashSet<>();
    for (Cell<T> member : members) {
      needs.addAll(member.needs());
    }
    return List.copyOf(needs);
  }

  @Override
  List<T> value() {
    List<T> values = new ArrayList<>(members.size());
    for (Cell<T> member : members) {
      values.add(member.value());
    }
    return values;
  }

  @Override
  Filling content() {
    if (content == null) {
      content = Filling.of(members, id);
    }
    return content;
  }

  @Override
  void observe() {
    super.observe();
    members.forEach(Cell::observe);
  }
}
