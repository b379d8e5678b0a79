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
import org.jspecify.annotations.Nullable;

/** A call of another workflow. */
final class ChildCell<T> extends CallCell<T> {
  private static final int MAX_ID = 256;

  private final WorkflowBinding binding;
  final String workflowId;
  private @Nullable WorkflowExecution child;
  private boolean cancelWanted;
  private boolean cancelSent;

  ChildCell(Run run, Branch branch, WorkflowBinding binding, Template arguments) {
    super(
        run,
        branch,
        binding.type().getSimpleName() + "." + binding.method().getName(),
        NodeKind.WORKFLOW,
        arguments,
        binding.resultType());
    this.binding = binding;
    this.workflowId = workflowId(run.execution.runId(), id);
  }

  /** The same in every replay, and another for every run. */
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

  @Override
  void send() {
    run.outbox.add(
        new Intent(
            sequence,
            Intent.child(workflowId),
            Intent.Kind.CHILD,
            binding.name() + " " + binding.version(),
            this,
            this::start));
  }

  private Decision start() {
    WorkflowPolicy policy = binding.policy();
    return new Decision.StartChildWorkflowExecution(
        new WorkflowType(binding.name(), binding.version()),
        workflowId,
        control(),
        input(),
        Long.toString(policy.executionStartToClose()),
        new TaskList(run.config.jarList()),
        null,
        Long.toString(policy.decisionStartToClose()),
        policy.childPolicy(),
        policy.tags().isEmpty() ? null : policy.tags(),
        null);
  }

  void started(WorkflowExecution execution) {
    child = execution;
    if (cancelWanted) {
      requestCancel();
    }
  }

  @Override
  void requestCancel() {
    cancelWanted = true;
    if (child == null || cancelSent) {
      return;
    }
    cancelSent = true;
    String runId = child.runId();
    run.outbox.add(
        new Intent(
            run.nextSequence(),
            Intent.cancelChild(workflowId),
            Intent.Kind.OTHER,
            null,
            null,
            () -> new Decision.RequestCancelExternalWorkflowExecution(workflowId, runId, null)));
  }

  @Override
  void withdraw() {
    run.outbox.withdraw(Intent.child(workflowId));
  }
}
