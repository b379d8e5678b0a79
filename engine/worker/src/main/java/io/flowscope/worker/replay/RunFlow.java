package io.flowscope.worker.replay;

import io.flowscope.Flow;
import io.flowscope.Promise;
import io.flowscope.spi.FlowRuntime;
import io.flowscope.worker.Template;
import io.flowscope.worker.ValueException;
import io.flowscope.worker.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What a run's code may ask of the world, and how the API's static methods reach the run. */
final class RunFlow implements Flow, FlowRuntime {
  private static final int MAX_NAME = 256;

  private final Run run;

  RunFlow(Run run) {
    this.run = run;
  }

  // --- Flow

  @Override
  public Instant now() {
    run.branch("Flow.now");
    return run.now();
  }

  @Override
  public Promise<Void> sleep(Duration duration) {
    Branch branch = run.branch("Flow.sleep");
    if (TimerCell.wholeSeconds(duration) > TimerCell.MAX_SECONDS) {
      throw new IllegalArgumentException(
          "A timer runs for at most 99,999,999 seconds, which is three years, not for "
              + duration
              + ". Sleep several times.");
    }
    TimerCell timer = new TimerCell(run, branch, duration);
    timer.begin();
    return timer;
  }

  @Override
  public <T> Promise<T> signal(String name, Class<T> type) {
    return run.signals.head(run.branch("Flow.signal"), name, type);
  }

  @Override
  public Promise<Void> signal(String workflowId, String name, Object value) {
    Branch branch = run.branch("Flow.signal");
    ExternalSignalCell call =
        new ExternalSignalCell(run, branch, workflowId, name, template(value, "signal " + name));
    call.begin();
    return call;
  }

  private static Template template(Object value, String where) {
    try {
      return Values.template(value, where);
    } catch (ValueException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public void onFailure(Runnable undo) {
    run.branch("Flow.onFailure");
    run.ending.undo(undo);
  }

  @Override
  public void marker(String name, Object details) {
    run.branch("Flow.marker");
    if (name.startsWith("flowscope.")) {
      throw new IllegalArgumentException(
          "Markers named flowscope.… are the engine's own; choose another name than " + name + ".");
    }
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "The name of a marker has 1 to " + MAX_NAME + " characters, not " + name.length());
    }
    String json = Values.write(details, "marker " + name);
    String complaint = run.payloads.complaint(json, "marker " + name);
    if (complaint != null) {
      throw new IllegalArgumentException(complaint);
    }
    run.sources.marker(name, json);
  }

  @Override
  public void progress(long done, long of) {
    run.branch("Flow.progress");
    run.sources.progress(done, of);
  }

  @Override
  public RandomGenerator random() {
    return run.sources.random(run.branch("Flow.random").next("Flow.random"));
  }

  @Override
  public UUID uuid() {
    return run.sources.uuid(run.branch("Flow.uuid").next("Flow.uuid"));
  }

  @Override
  public <T> T sideEffect(Class<T> type, Supplier<T> supplier) {
    String id = run.branch("Flow.sideEffect").next("Flow.sideEffect");
    return run.sources.sideEffect(id, type, supplier);
  }

  @Override
  public boolean cancelRequested() {
    run.branch("Flow.cancelRequested");
    return run.askCancel();
  }

  @Override
  public long historyLength() {
    run.branch("Flow.historyLength");
    return run.historyLength();
  }

  @Override
  public <T> Promise<T> restart(Object... args) {
    Branch branch = run.branch("Flow.restart");
    int wanted = run.workflow.parameters().size();
    if (args.length != wanted) {
      throw new IllegalArgumentException(
          "restart got "
              + args.length
              + " arguments, but "
              + run.workflow.name()
              + " takes "
              + wanted);
    }
    RestartCell<T> cell = new RestartCell<>(run, branch.next("Flow.restart"));
    try {
      run.ending.restart(new Filling(Values.arguments(args)));
    } catch (ValueException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return cell;
  }

  @Override
  public int version(String changeId, int min, int max) {
    run.branch("Flow.version");
    return run.sources.version(changeId, min, max);
  }

  @Override
  public System.Logger log() {
    return new QuietLogger(System.getLogger(run.workflow.name()), run::replaying);
  }

  // --- what the static methods of Promise need

  @Override
  public <T> Promise<List<T>> all(List<? extends Promise<? extends T>> promises) {
    Branch branch = run.branch("Promise.all");
    List<Cell<T>> members = new ArrayList<>(promises.size());
    for (Promise<? extends T> promise : promises) {
      members.add(run.cell(promise));
    }
    AllCell<T> all = new AllCell<>(run, branch.next("Flow.all"), members, branch.after());
    run.settle();
    return all;
  }

  @Override
  public <T> List<Promise<T>> finishOrder(List<? extends Promise<? extends T>> promises) {
    return places("Flow.finishOrder", promises.size(), promises);
  }

  @Override
  public <T> List<Promise<T>> firstN(int n, List<? extends Promise<? extends T>> promises) {
    if (n < 0 || n > promises.size()) {
      throw new IllegalArgumentException(
          "The first " + n + " of " + promises.size() + " promises were asked for");
    }
    return places(n == 1 ? "Flow.first" : "Flow.firstN", n, promises);
  }

  private <T> List<Promise<T>> places(
      String task, int n, List<? extends Promise<? extends T>> promises) {
    Branch branch = run.branch(task);
    Selection selection = new Selection(run, branch.next(task), false, branch.after());
    promises.forEach(promise -> selection.operand(run.cell(promise)));
    List<Promise<T>> places = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      places.add(selection.place());
    }
    selection.seal();
    run.settle();
    return places;
  }

  @Override
  public <T> Promise<T> reduce(
      List<? extends Promise<T>> operands, BinaryOperator<Promise<T>> task) {
    if (operands.isEmpty()) {
      throw new IllegalArgumentException("There is nothing to reduce: the operands are empty");
    }
    if (operands.size() == 1) {
      return operands.getFirst();
    }
    Branch branch = run.branch("Promise.reduce");
    Selection selection = new Selection(run, branch.next("Flow.reduce"), true, branch.after());
    operands.forEach(operand -> selection.operand(run.cell(operand)));
    Promise<T> last = operands.getFirst();
    for (int i = 1; i < operands.size(); i++) {
      Promise<T> left = selection.place();
      Promise<T> right = selection.place();
      selection.decide();
      run.settle();
      last = task.apply(left, right);
      if (i < operands.size() - 1) {
        selection.member(run.cell(last));
      }
    }
    run.settle();
    return last;
  }

  @Override
  public <T> Promise<T> branch(Supplier<? extends T> body) {
    return run.fork("Flow.branch", null, body);
  }
}
