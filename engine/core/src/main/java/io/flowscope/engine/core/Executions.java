package io.flowscope.engine.core;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.decide.Command;
import io.flowscope.engine.decide.Durations;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.Run;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowExecutionTerminatedCause;
import io.flowscope.engine.model.WorkflowTypeConfiguration;
import io.flowscope.engine.model.WorkflowTypeDetail;
import org.jspecify.annotations.Nullable;

/** What clients ask of executions: to start, and to hear something. */
final class Executions {
  private Executions() {}

  static Run start(Transaction tx, Action.StartWorkflowExecution a) {
    DomainEntry domain = Domains.usable(tx, a.domain());
    WorkflowTypeDetail type =
        domain.find(a.workflowType()).orElseThrow(() -> Faults.unknownType(a.workflowType()));
    if (type.typeInfo().status() == RegistrationStatus.DEPRECATED) {
      throw new SwfFault("TypeDeprecatedFault", Faults.text(a.workflowType()));
    }
    Event.WorkflowExecutionStarted first = withDefaults(a, type.configuration());
    if (tx.world().isOpen(a.domain(), a.workflowId())) {
      throw new SwfFault("WorkflowExecutionAlreadyStartedFault", "Already Started");
    }
    if (tx.world().openCount(a.domain()) >= tx.limits().openExecutions()) {
      throw Faults.limit(
          "Domain "
              + a.domain()
              + " has "
              + tx.limits().openExecutions()
              + " open workflow executions; let some close, or raise limits.openExecutions");
    }
    String runId = tx.ids().next();
    tx.start(a.domain(), new WorkflowExecution(a.workflowId(), runId), first);
    return new Run(runId);
  }

  private static Event.WorkflowExecutionStarted withDefaults(
      Action.StartWorkflowExecution a, WorkflowTypeConfiguration defaults) {
    TaskList list = a.taskList() != null ? a.taskList() : defaults.defaultTaskList();
    ChildPolicy policy = a.childPolicy() != null ? a.childPolicy() : defaults.defaultChildPolicy();
    return new Event.WorkflowExecutionStarted(
        a.input(),
        defined(
            "defaultExecutionStartToCloseTimeout",
            Durations.first(
                a.executionStartToCloseTimeout(), defaults.defaultExecutionStartToCloseTimeout())),
        defined(
            "defaultTaskStartToCloseTimeout",
            Durations.first(
                a.taskStartToCloseTimeout(), defaults.defaultTaskStartToCloseTimeout())),
        defined("defaultChildPolicy", policy),
        defined("defaultTaskList", list),
        Durations.first(a.taskPriority(), defaults.defaultTaskPriority()),
        a.workflowType(),
        a.tagList(),
        null,
        null,
        0L,
        Durations.first(a.lambdaRole(), defaults.defaultLambdaRole()));
  }

  private static <T> T defined(String member, @Nullable T value) {
    if (value == null) {
      throw new SwfFault("DefaultUndefinedFault", member);
    }
    return value;
  }

  static Done signal(Transaction tx, Action.SignalWorkflowExecution a) {
    String run = openRun(tx, a.domain(), a.workflowId(), a.runId());
    tx.apply(run, new Command.Signal(a.signalName(), a.input(), null, 0L));
    return new Done();
  }

  static Done requestCancel(Transaction tx, Action.RequestCancelWorkflowExecution a) {
    String run = openRun(tx, a.domain(), a.workflowId(), a.runId());
    tx.apply(run, new Command.RequestCancel(null, 0L, null));
    return new Done();
  }

  static Done terminate(Transaction tx, Action.TerminateWorkflowExecution a) {
    String run = openRun(tx, a.domain(), a.workflowId(), a.runId());
    tx.apply(
        run,
        new Command.Terminate(
            a.reason(),
            a.details(),
            a.childPolicy(),
            WorkflowExecutionTerminatedCause.OPERATOR_INITIATED));
    return new Done();
  }

  private static String openRun(
      Transaction tx, String domain, String workflowId, @Nullable String runId) {
    tx.world().registry.domain(domain);
    String wanted = runId == null || runId.isEmpty() ? null : runId;
    tx.world()
        .damaged(domain, workflowId)
        .filter(run -> wanted == null || wanted.equals(run.execution().runId()))
        .ifPresent(
            run -> {
              throw Faults.damaged(run);
            });
    return tx.world()
        .find(domain, workflowId)
        .map(run -> run.state().runId())
        .filter(open -> wanted == null || wanted.equals(open))
        .orElseThrow(() -> Faults.unknownExecution(workflowId, wanted));
  }
}
