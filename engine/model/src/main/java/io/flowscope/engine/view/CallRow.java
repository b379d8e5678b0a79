package io.flowscope.engine.view;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call as far as it is known; filled by {@link CallTable}. */
final class CallRow extends ChangeList.Row {
  final CallRecord record;
  final NodeKind kind;
  final String branch;
  final long calledAt;

  /** Whether the history says nothing about it but its events. */
  final boolean foreign;

  final List<Try> tries = new ArrayList<>();
  List<String> needs;
  List<String> after;
  boolean probable;
  Timeline.@Nullable Child child;

  /** How it ended without an event of its own. */
  @Nullable NodeState resolved;

  /** Whether the pause before its next attempt goes on. */
  boolean delayed;

  /** The state as it was counted last. */
  @Nullable NodeState counted;

  CallRow(ChangeList<CallRow> list, CallRecord record, NodeKind kind, long at, boolean foreign) {
    super(list);
    this.record = record;
    this.kind = kind;
    this.branch = foreign ? "" : Names.branchOf(record.call());
    this.calledAt = at;
    this.foreign = foreign;
    this.needs = record.needs();
    this.after = record.after();
  }

  /** One attempt. */
  static final class Try {
    final CallRow row;
    final long scheduledEventId;
    final long scheduledAt;
    NodeState state = NodeState.SCHEDULED;
    @Nullable Long startedAt;
    @Nullable Long closedAt;
    @Nullable String reason;
    @Nullable String identity;

    Try(CallRow row, long scheduledEventId, long scheduledAt) {
      this.row = row;
      this.scheduledEventId = scheduledEventId;
      this.scheduledAt = scheduledAt;
    }

    boolean open() {
      return state == NodeState.SCHEDULED || state == NodeState.STARTED;
    }

    Timeline.Attempt attempt() {
      return new Timeline.Attempt(
          scheduledEventId, scheduledAt, startedAt, closedAt, state, reason, identity);
    }
  }

  String id() {
    return record.call();
  }

  NodeState state() {
    if (resolved != null) {
      return resolved;
    }
    if (delayed || tries.isEmpty()) {
      return NodeState.PENDING;
    }
    return tries.getLast().state;
  }

  List<Timeline.Attempt> attempts() {
    return tries.stream().map(Try::attempt).toList();
  }

  static boolean ended(NodeState state) {
    return switch (state) {
      case COMPLETED, FAILED, TIMED_OUT, CANCELED -> true;
      case PENDING, SCHEDULED, STARTED -> false;
    };
  }
}
