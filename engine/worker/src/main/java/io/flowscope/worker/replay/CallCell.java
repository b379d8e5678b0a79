package io.flowscope.worker.replay;

import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.engine.view.CallRecord;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.RecordCodec;
import io.flowscope.worker.Template;
import io.flowscope.worker.ValueException;
import io.flowscope.worker.Values;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of something outside: it waits for its arguments, is scheduled, and ends by an event. */
abstract class CallCell<T> extends Cell<T> {
  static final Comparator<CallCell<?>> BY_AGE = Comparator.comparingLong(call -> call.sequence);

  /** How far the call is. */
  enum Stage {
    /** An argument is missing, or a limit holds it back. */
    PENDING,
    /** An answer held it; or it pauses before its next attempt. */
    SCHEDULED,
    OVER
  }

  final long sequence;
  final String task;
  final NodeKind kind;
  final @Nullable CallSite site;
  private final List<String> after;
  private final Filling arguments;
  private final Type resultType;
  private @Nullable Filling content;
  private @Nullable String input;
  private int attempt = 1;
  private boolean scheduled;

  CallCell(
      Run run, Branch branch, String task, NodeKind kind, Template arguments, Type resultType) {
    super(run, branch.next(task));
    this.sequence = run.nextSequence();
    this.task = task;
    this.kind = kind;
    this.site = CallSite.here();
    this.after = branch.afterOfCall();
    this.arguments = new Filling(arguments);
    this.resultType = resultType;
  }

  /** Makes the call known; to be called once it is fully built. */
  final void begin() {
    run.open.add(this);
    run.recorder.made(this);
    arguments.cells().forEach(run.recorder::need);
    arguments.watch(this::argumentsOver);
    run.settle();
  }

  private void argumentsOver() {
    if (!pending()) {
      return;
    }
    TaskFailed failure = arguments.failure();
    if (failure != null) {
      fail(failure, arguments.failedAt());
      return;
    }
    String complaint = complaint(arguments.text());
    if (complaint != null) {
      fail(new TaskFailed(id, complaint, null), run.nextFinish());
    } else {
      ready();
    }
  }

  /** All arguments are known. */
  void ready() {
    send();
  }

  /** Why the arguments cannot travel; null where they can. */
  @Nullable String complaint(String argumentsText) {
    return run.payloads.complaint(argumentsText, "");
  }

  /** Puts the decision that schedules the current attempt into the outbox. */
  abstract void send();

  /** An answer held it: it is scheduled, or the history will say why not. */
  void sent() {
    scheduled = true;
  }

  /** A limit refused it: not scheduled after all. */
  void held() {
    scheduled = false;
  }

  final boolean scheduled() {
    return scheduled;
  }

  final int attempt() {
    return attempt;
  }

  final void nextAttempt() {
    attempt++;
  }

  /** The arguments as they are, however large; nothing is stored. */
  final String wholeInput() {
    return arguments.text();
  }

  /** As it travels; large arguments are stored before. Asked for when it is decided. */
  final String input() {
    if (input == null) {
      input = shortened(arguments.text());
    }
    return input;
  }

  String shortened(String argumentsText) {
    return run.payloads.shortenArguments(argumentsText);
  }

  /** The value came. */
  final void complete(@Nullable String json) {
    content = Filling.full(json == null || json.isEmpty() ? "null" : json);
    succeed(run.nextFinish());
  }

  final void failNow(TaskFailed failure) {
    fail(failure, run.nextFinish());
  }

  @Override
  @SuppressWarnings("unchecked")
  @Nullable T value() {
    if (resultType == void.class || resultType == Void.class) {
      return null;
    }
    try {
      return (T) Values.read(run.expand(content().text()), resultType, "result of " + id);
    } catch (ValueException e) {
      throw new TaskFailed(id, e.getMessage(), null);
    }
  }

  @Override
  final Filling content() {
    if (content == null) {
      throw new IllegalStateException(id + " has no value yet");
    }
    return content;
  }

  @Override
  public final void cancel() {
    if (!pending()) {
      return;
    }
    if (scheduled) {
      requestCancel();
    } else {
      withdraw();
      failNow(new TaskCanceled(id, "Canceled before it was scheduled", null));
    }
    run.settle();
  }

  /** Asks for the cancellation of what is scheduled. */
  abstract void requestCancel();

  /** Takes what is not scheduled yet out of the outbox. */
  abstract void withdraw();

  /** What the history says about this call, without the attempt. */
  final CallRecord callRecord(int ofAttempt, NodeKind ofKind) {
    return new CallRecord(
        id,
        ofAttempt,
        ofKind,
        task,
        arguments.needs(),
        after,
        site == null ? null : site.at(),
        label());
  }

  final CallRecord callRecord() {
    return callRecord(attempt, kind);
  }

  final String control() {
    return RecordCodec.writeCall(callRecord());
  }

  @Nullable String label() {
    return null;
  }
}
