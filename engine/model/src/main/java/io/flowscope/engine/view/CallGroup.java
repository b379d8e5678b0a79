package io.flowscope.engine.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls that differ only in their counters, written as one: {@code thumbnail-1..998} of one line of
 * code. Member {@code j} has the place {@code position + j * stride} in the round. A need either is
 * the same for all members, or its counter rises with the members' own ({@code +resize-1}).
 */
final class CallGroup {
  /** Longer lists of needs are not compared, so that grouping stays linear. */
  private static final int MAX_NEEDS = 16;

  final CallRecord first;
  final int position;
  private final int firstAt;
  private final boolean[] rising;
  private int stride = 1;
  private int size = 1;

  private CallGroup(CallRecord first, int position) {
    this.first = first;
    this.position = position;
    this.firstAt = IdRanges.special(first.call()) ? -1 : IdRanges.counterAt(first.call());
    this.rising = new boolean[first.needs().size()];
  }

  /**
   * Groups {@code calls}, in the order of each group's first member.
   *
   * @param places of the calls, rising
   */
  static List<CallGroup> of(List<CallRecord> calls, List<Integer> places) {
    List<CallGroup> groups = new ArrayList<>();
    Map<String, CallGroup> open = new LinkedHashMap<>();
    for (int i = 0; i < calls.size(); i++) {
      CallRecord call = calls.get(i);
      int at = IdRanges.counterAt(call.call());
      String key = at < 0 ? call.call() : call.call().substring(0, at);
      CallGroup group = open.get(key);
      int place = places.get(i);
      if (group == null || !group.takes(call, place)) {
        group = new CallGroup(call, place);
        groups.add(group);
        open.put(key, group);
      }
    }
    return groups;
  }

  private boolean takes(CallRecord call, int at) {
    boolean place = size == 1 ? at > position : at == position + size * stride;
    if (!place
        || call.attempt() != 1
        || first.attempt() != 1
        || call.kind() != first.kind()
        || !IdRanges.follows(first.call(), firstAt, call.call(), size)
        || !call.task().equals(first.task())
        || !Objects.equals(call.at(), first.at())
        || !Objects.equals(call.label(), first.label())
        || call.after().size() > MAX_NEEDS
        || !call.after().equals(first.after())
        || !sameNeeds(call.needs())) {
      return false;
    }
    stride = size == 1 ? at - position : stride;
    size++;
    return true;
  }

  private boolean sameNeeds(List<String> needs) {
    if (needs.size() != first.needs().size() || needs.size() > MAX_NEEDS) {
      return false;
    }
    boolean[] nowRising = new boolean[needs.size()];
    for (int i = 0; i < needs.size(); i++) {
      String start = first.needs().get(i);
      boolean same = needs.get(i).equals(start);
      nowRising[i] = !same;
      boolean rises =
          !same
              && !IdRanges.special(start)
              && IdRanges.follows(start, IdRanges.counterAt(start), needs.get(i), size);
      if ((!same && !rises) || (size > 1 && rising[i] == same)) {
        return false;
      }
    }
    System.arraycopy(nowRising, 0, rising, 0, rising.length);
    return true;
  }

  int stride() {
    return stride;
  }

  int size() {
    return size;
  }

  /** The identities of all members, in short form. */
  String members() {
    return size == 1
        ? IdRanges.escape(first.call())
        : first.call() + ".." + (IdRanges.counter(first.call(), firstAt) + size - 1);
  }

  /** The needs in short form. */
  List<String> needs() {
    List<String> tokens = new ArrayList<>();
    List<String> same = new ArrayList<>();
    for (int i = 0; i < rising.length; i++) {
      if (rising[i]) {
        tokens.addAll(IdRanges.compress(same));
        same.clear();
        tokens.add("+" + first.needs().get(i));
      } else {
        same.add(first.needs().get(i));
      }
    }
    tokens.addAll(IdRanges.compress(same));
    return tokens;
  }

  /** The needs of member {@code number}, or null where there are too many. */
  static @Nullable List<String> needsOf(List<String> tokens, int number) {
    List<String> needs = new ArrayList<>();
    for (String token : tokens) {
      boolean rises = token.startsWith("+") && IdRanges.counterAt(token) > 0;
      if (rises) {
        needs.add(IdRanges.later(token.substring(1), number));
      } else if (!IdRanges.expand(token, needs)) {
        return null;
      }
    }
    return needs;
  }
}
