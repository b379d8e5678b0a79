package io.flowscope.worker.replay;

import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.worker.Binding.WorkflowBinding;
import io.flowscope.worker.Template;
import io.flowscope.worker.WorkflowPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call of another workflow. */
final class ChildCell<T> extends RetriedCell<T> {
  private static final int MAX_ID = 256;

  private final WorkflowBinding binding;
  private final WorkflowPolicy policy;
  private @Nullable WorkflowExecution child;
  private boolean cancelWanted;
  private boolean cancelSent;

  ChildCell(Run run, Branch branch, WorkflowBinding binding, Template arguments) {
    super(run, branch, binding, NodeKind.WORKFLOW, binding.policy().retries(), arguments);
    this.binding = binding;
    this.policy = binding.policy();
  }

  /** Of the current attempt: the same in every replay, and another for every run. */
  private String workflowId() {
    return workflowId(run.execution.runId(), attemptId());
  }

  static String workflowId(String runId, String identity) {
    String start = runId.substring(0, Math.min(12, runId.length()));
    String whole = start + "." + identity;
    return whole.length() <= MAX_ID ? whole : start + "." + hash(identity);
  }

  private static String hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String type() {
    return binding.name() + " " + binding.version();
  }

  @Override
  void send() {
    child = null;
    run.outbox.add(
        new Intent(
            sequence,
            attemptKey(),
            run.gates.child(type(), policy.limits()),
            type(),
            this,
            this::start));
  }

  @Override
  String attemptKey() {
    return Intent.child(workflowId());
  }

  private Decision start() {
    return new Decision.StartChildWorkflowExecution(
        new WorkflowType(binding.name(), binding.version()),
        workflowId(),
        control(),
        input(),
        Long.toString(policy.executionStartToClose()),
        new TaskList(policy.taskList() == null ? run.config.jarList() : policy.taskList()),
        // Named, too: registered defaults must never matter.
        policy.priority() == null
            ? Objects.requireNonNullElse(run.started().taskPriority(), "0")
            : Integer.toString(policy.priority()),
        Long.toString(policy.decisionStartToClose()),
        policy.childPolicy(),
        policy.tags().isEmpty() ? null : policy.tags(),
        null);
  }

  void started(WorkflowExecution execution) {
    child = execution;
    if (cancelWanted) {
      requestCancelOfAttempt();
    }
  }

  @Override
  boolean cancelWanted() {
    return cancelWanted;
  }

  @Override
  void requestCancelOfAttempt() {
    cancelWanted = true;
    if (child == null || cancelSent) {
      return;
    }
    cancelSent = true;
    String workflowId = child.workflowId();
    String runId = child.runId();
    run.outbox.add(
        new Intent(
            run.nextSequence(),
            Intent.cancelChild(workflowId),
            List.of(),
            null,
            null,
            () -> new Decision.RequestCancelExternalWorkflowExecution(workflowId, runId, null)));
  }
}
