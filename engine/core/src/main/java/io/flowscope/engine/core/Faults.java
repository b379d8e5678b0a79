package io.flowscope.engine.core;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.WorkflowType;
import org.jspecify.annotations.Nullable;

/** SWF's refusals in SWF's words. */
final class Faults {
  private Faults() {}

  static SwfFault unknownDomain(String name) {
    return unknown("Unknown domain: " + name);
  }

  static SwfFault unknownExecution(String workflowId, @Nullable String runId) {
    return unknown(
        runId == null
            ? "Unknown execution, workflowId = " + workflowId
            : "Unknown execution: WorkflowExecution=[workflowId="
                + workflowId
                + ", runId="
                + runId
                + "]");
  }

  static SwfFault unknownType(WorkflowType type) {
    return unknown("Unknown type: " + text(type));
  }

  static SwfFault unknownType(ActivityType type) {
    return unknown("Unknown type: " + text(type));
  }

  static SwfFault unknown(String message) {
    return new SwfFault("UnknownResourceFault", message);
  }

  static SwfFault damaged(World.Damaged run) {
    return new SwfFault(
        "OperationNotPermittedFault",
        "Execution "
            + run.execution().runId()
            + " of workflowId "
            + run.execution().workflowId()
            + " takes no commands: its "
            + run.what()
            + " is not as it was written, so the database file is damaged. Restore a backup; all"
            + " other executions go on.");
  }

  static SwfFault damagedDomain(String name) {
    return new SwfFault(
        "OperationNotPermittedFault",
        "The registration of domain "
            + name
            + " is not as it was written, so the database file is damaged. Restore a backup, or"
            + " register the domain again: its types and executions are there.");
  }

  static SwfFault damagedType(String type) {
    return new SwfFault(
        "OperationNotPermittedFault",
        "The registration of "
            + type
            + " is not as it was written, so the database file is damaged. Restore a backup, or"
            + " register the type again.");
  }

  /** Where one registration is missing, any unknown one may be it. */
  static SwfFault missing(String what) {
    return new SwfFault(
        "OperationNotPermittedFault",
        "A registration is missing, so the database file is damaged; it may be that of "
            + what
            + ", which is not there. Restore a backup, or register it again.");
  }

  static SwfFault invalid(String message) {
    return new SwfFault("ValidationException", message);
  }

  /** Too much at once; whoever hears it tries again later. */
  static SwfFault throttled() {
    return new SwfFault("ThrottlingException", "Rate exceeded");
  }

  static SwfFault limit(String message) {
    return new SwfFault("LimitExceededFault", message);
  }

  static String text(WorkflowType type) {
    return "WorkflowType=[name=" + type.name() + ", version=" + type.version() + "]";
  }

  static String text(ActivityType type) {
    return "ActivityType=[name=" + type.name() + ", version=" + type.version() + "]";
  }
}
