package io.flowscope.clients;

import com.amazonaws.services.simpleworkflow.flow.ChildWorkflowFailedException;
import com.amazonaws.services.simpleworkflow.flow.DecisionContext;
import com.amazonaws.services.simpleworkflow.flow.DecisionContextProviderImpl;
import com.amazonaws.services.simpleworkflow.flow.DynamicWorkflowClientImpl;
import com.amazonaws.services.simpleworkflow.flow.JsonDataConverter;
import com.amazonaws.services.simpleworkflow.flow.annotations.Execute;
import com.amazonaws.services.simpleworkflow.flow.annotations.GetState;
import com.amazonaws.services.simpleworkflow.flow.annotations.Signal;
import com.amazonaws.services.simpleworkflow.flow.annotations.Workflow;
import com.amazonaws.services.simpleworkflow.flow.annotations.WorkflowRegistrationOptions;
import com.amazonaws.services.simpleworkflow.flow.core.Functor;
import com.amazonaws.services.simpleworkflow.flow.core.Promise;
import com.amazonaws.services.simpleworkflow.flow.core.Settable;
import com.amazonaws.services.simpleworkflow.flow.core.Task;
import com.amazonaws.services.simpleworkflow.flow.core.TryCatch;
import com.amazonaws.services.simpleworkflow.flow.generic.ContinueAsNewWorkflowExecutionParameters;
import com.amazonaws.services.simpleworkflow.flow.interceptors.AsyncRetryingExecutor;
import com.amazonaws.services.simpleworkflow.flow.interceptors.AsyncRunnable;
import com.amazonaws.services.simpleworkflow.flow.interceptors.ExponentialRetryPolicy;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Workflows of the Flow Framework; the same source runs on both of its generations. */
public final class Workflows {
  private Workflows() {}

  private static DecisionContext context() {
    return new DecisionContextProviderImpl().getDecisionContext();
  }

  private static Promise<String> text(String text) {
    return Promise.asPromise(text);
  }

  private static DynamicWorkflowClientImpl child(String type) {
    return new DynamicWorkflowClientImpl(
        Generation.execution(context().getWorkflowClient().generateUniqueId()),
        Generation.workflow(type));
  }

  /** Activities side by side, a retry, a timer, a child, and a signal that it waits for. */
  @Workflow
  @WorkflowRegistrationOptions(defaultExecutionStartToCloseTimeoutSeconds = 120)
  public interface Orders {
    @Execute(version = "1")
    Promise<String> order(String what);

    @Signal
    void pay(String by);

    @GetState
    String state();
  }

  public static final class OrdersImpl implements Orders {
    private final Kitchen.Client kitchen = new Kitchen.Client();
    private final Settable<String> paid = new Settable<>();
    private String state = "new";

    @Override
    public Promise<String> order(String what) {
      state = "baking " + what;
      Promise<String> both =
          kitchen.join(kitchen.bake(text(what)), kitchen.bake(text("more " + what)));
      Promise<String> lucky = retried(what);
      Promise<Integer> counted =
          child("Counts.count").startWorkflowExecution(new Object[] {2, 2}, null, Integer.class);
      Promise<String> rested = context().getWorkflowClock().createTimer(1, "rested");
      return new Functor<String>(both, lucky, counted, rested, paid) {
        @Override
        protected Promise<String> doExecute() {
          state = "done";
          return text(
              String.join(
                  ", ",
                  List.of(
                      both.get(),
                      lucky.get(),
                      "counted to " + counted.get(),
                      rested.get(),
                      "paid by " + paid.get())));
        }
      };
    }

    private Promise<String> retried(String what) {
      ExponentialRetryPolicy policy =
          new ExponentialRetryPolicy(1)
              .withMaximumAttempts(3)
              .withExceptionsToRetry(List.of(Throwable.class));
      Settable<String> result = new Settable<>();
      AsyncRunnable attempt = () -> result.chain(kitchen.flaky(text(what)));
      new AsyncRetryingExecutor(policy, context().getWorkflowClock())
          .execute(
              () -> {
                if (result.isReady()) {
                  return;
                }
                result.unchain();
                attempt.run();
              });
      return result;
    }

    @Override
    public void pay(String by) {
      paid.set(by);
    }

    @Override
    public String state() {
      return state;
    }
  }

  /** Continues as new until nothing is left. */
  @Workflow
  @WorkflowRegistrationOptions(defaultExecutionStartToCloseTimeoutSeconds = 60)
  public interface Counts {
    @Execute(version = "1")
    Promise<Integer> count(int left, int total);
  }

  public static final class CountsImpl implements Counts {
    @Override
    public Promise<Integer> count(int left, int total) {
      if (left > 0) {
        context()
            .getWorkflowClient()
            .continueAsNewOnCompletion(
                new ContinueAsNewWorkflowExecutionParameters()
                    .withInput(new JsonDataConverter().toData(new Object[] {left - 1, total})));
      }
      return Promise.asPromise(total);
    }
  }

  /** Waits for an activity that ends only when it is cancelled, and tidies up then. */
  @Workflow
  @WorkflowRegistrationOptions(defaultExecutionStartToCloseTimeoutSeconds = 120)
  public interface Watches {
    @Execute(version = "1")
    Promise<String> watch(String what);
  }

  public static final class WatchesImpl implements Watches {
    @Override
    public Promise<String> watch(String what) {
      Kitchen.Client kitchen = new Kitchen.Client();
      Settable<String> result = new Settable<>();
      new TryCatch() {
        @Override
        protected void doTry() {
          result.chain(kitchen.watch(text(what)));
        }

        @Override
        protected void doCatch(Throwable e) throws Throwable {
          if (!(e instanceof CancellationException)) {
            throw e;
          }
          new Task(kitchen.bake(text("apology"))) {
            @Override
            protected void doExecute() throws Throwable {
              throw e;
            }
          };
        }
      };
      return result;
    }
  }

  /** Fails as its activity does. */
  @Workflow
  @WorkflowRegistrationOptions(defaultExecutionStartToCloseTimeoutSeconds = 60)
  public interface Breaks {
    @Execute(version = "1")
    Promise<String> burn(String what);
  }

  public static final class BreaksImpl implements Breaks {
    @Override
    public Promise<String> burn(String what) {
      return new Kitchen.Client().burn(text(what));
    }
  }

  /** Signals another execution and starts a child that fails. */
  @Workflow
  @WorkflowRegistrationOptions(defaultExecutionStartToCloseTimeoutSeconds = 60)
  public interface Nags {
    @Execute(version = "1")
    Promise<String> nag(String workflowId);
  }

  public static final class NagsImpl implements Nags {
    @Override
    public Promise<String> nag(String workflowId) {
      new DynamicWorkflowClientImpl(Generation.execution(workflowId))
          .signalWorkflowExecution("pay", new Object[] {"a nagged one"});
      Settable<String> result = new Settable<>();
      new TryCatch() {
        @Override
        protected void doTry() {
          result.chain(
              child("Breaks.burn")
                  .startWorkflowExecution(new Object[] {"toast"}, null, String.class));
        }

        @Override
        protected void doCatch(Throwable e) throws Throwable {
          if (!(e instanceof ChildWorkflowFailedException failed)) {
            throw e;
          }
          result.unchain();
          result.set("child failed: " + failed.getCause().getMessage());
        }
      };
      return result;
    }
  }
}
