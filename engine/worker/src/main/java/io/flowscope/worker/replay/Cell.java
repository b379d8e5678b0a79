package io.flowscope.worker.replay;

import io.flowscope.Outcome;
import io.flowscope.Promise;
import io.flowscope.TaskCanceled;
import io.flowscope.TaskFailed;
import io.flowscope.TaskTimedOut;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A promise of a run. Touched only by the one thread of the run that has the turn. */
abstract class Cell<T> implements Promise<T> {
  enum State {
    PENDING,
    DONE,
    FAILED
  }

  final Run run;

  /** Identity of the call or of what it is derived by; what {@code needs} and {@code on} name. */
  final String id;

  private final long made;
  private State state = State.PENDING;
  private @Nullable TaskFailed failure;
  private long order;
  private boolean observed;
  private int uses;
  private @Nullable List<Consumer<Cell<?>>> listeners;
  private @Nullable List<Branch> waiting;

  Cell(Run run, String id) {
    this.run = run;
    this.id = id;
    this.made = run.tick();
  }

  /** The value, once it exists; fresh wherever it was read from JSON. */
  abstract @Nullable T value();

  /** The value as it goes into other calls, once it exists. */
  abstract Filling content();

  final State state() {
    return state;
  }

  final boolean pending() {
    return state == State.PENDING;
  }

  final @Nullable TaskFailed failure() {
    return failure;
  }

  /** Place in the finish order of the run; ties keep the order of their cause. */
  final long order() {
    return order;
  }

  final boolean observed() {
    return observed;
  }

  final int uses() {
    return uses;
  }

  /** The identities that stand for this promise among {@code needs}. */
  List<String> needs() {
    return List.of(id);
  }

  /** Age among all promises of the run and all looks at one. */
  final long made() {
    return made;
  }

  final void succeed(long at) {
    finish(State.DONE, null, at);
  }

  final void fail(TaskFailed cause, long at) {
    finish(State.FAILED, cause, at);
  }

  private void finish(State next, @Nullable TaskFailed cause, long at) {
    if (state != State.PENDING) {
      return;
    }
    state = next;
    failure = cause;
    order = at;
    run.finished(this);
  }

  /** Tells all who wait; called once, by {@link Run#settle}. */
  final void announce() {
    List<Consumer<Cell<?>>> told = listeners;
    listeners = null;
    if (told != null) {
      told.forEach(listener -> listener.accept(this));
    }
    List<Branch> woken = waiting;
    waiting = null;
    if (woken != null) {
      woken.forEach(run::ready);
    }
  }

  /** Calls {@code listener} once this has finished; never at once. */
  final void listen(Consumer<Cell<?>> listener) {
    if (listeners == null) {
      listeners = new ArrayList<>(2);
    }
    listeners.add(listener);
  }

  final void await(Branch branch) {
    if (waiting == null) {
      waiting = new ArrayList<>(1);
    }
    waiting.add(branch);
  }

  final void awaitNoMore(Branch branch) {
    if (waiting != null) {
      waiting.remove(branch);
    }
  }

  /** Something in the run refers to this promise. */
  void used() {
    uses++;
  }

  /** Something else tells of this promise's failure from now on. */
  void passOn() {
    observed = true;
  }

  /** The author's code has seen how this ended, or handed it to something that will tell. */
  void observe() {
    observed = true;
  }

  @Override
  public final T get() {
    await("get()");
    if (failure != null) {
      throw copy(failure);
    }
    return value();
  }

  @Override
  public final Outcome<T> outcome() {
    await("outcome()");
    if (failure != null) {
      return Outcome.of(copy(failure));
    }
    try {
      return new Outcome.Succeeded<>(value());
    } catch (TaskFailed unreadable) {
      return Outcome.of(unreadable);
    }
  }

  private void await(String what) {
    Branch branch = run.branch(what);
    if (state == State.PENDING) {
      used();
      branch.await(this);
    }
    branch.saw(this);
    observe();
  }

  @Override
  public final <R> Promise<R> map(Function<? super T, ? extends R> f) {
    return run.fork("Flow.map", this, () -> f.apply(get()));
  }

  @Override
  public final Promise<T> recover(Function<? super TaskFailed, ? extends T> f) {
    return run.fork("Flow.recover", this, () -> recovered(f));
  }

  private @Nullable T recovered(Function<? super TaskFailed, ? extends T> f) {
    await("recover()");
    if (failure != null) {
      return f.apply(copy(failure));
    }
    T value;
    try {
      value = value();
    } catch (TaskFailed unreadable) {
      return f.apply(unreadable);
    }
    return value;
  }

  @Override
  public void cancel() {}

  /** The same failure with the stack trace of whoever looks at it. */
  private static TaskFailed copy(TaskFailed failure) {
    return switch (failure) {
      case TaskTimedOut f -> new TaskTimedOut(f.task(), f.reason(), f.details());
      case TaskCanceled f -> new TaskCanceled(f.task(), f.reason(), f.details());
      case TaskFailed f -> new TaskFailed(f.task(), f.reason(), f.details());
    };
  }

  @Override
  public final String toString() {
    return switch (state) {
      case PENDING -> "pending " + id;
      case DONE -> "value of " + id;
      case FAILED -> "failed " + id;
    };
  }
}
