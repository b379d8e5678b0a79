package io.flowscope.worker.replay;

import io.flowscope.engine.model.Decision;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.worker.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A signal sent to another execution; done once SWF has delivered it. */
final class ExternalSignalCell extends CallCell<Void> {
  private final String workflowId;
  private final String name;

  ExternalSignalCell(Run run, Branch branch, String workflowId, String name, Template value) {
    super(run, branch, "Flow.signalTo", NodeKind.SIGNAL, value, Void.class);
    this.workflowId = workflowId;
    this.name = name;
  }

  @Override
  void send() {
    run.outbox.add(
        new Intent(
            sequence,
            Intent.signal(id),
            List.of(),
            null,
            this,
            () ->
                new Decision.SignalExternalWorkflowExecution(
                    workflowId, null, name, input(), control())));
  }

  @Override
  @Nullable String complaint(String value) {
    return run.payloads.complaint(value, "signal " + name);
  }

  @Override
  String shortened(String value) {
    return run.payloads.shorten(value);
  }

  @Override
  void requestCancel() {}

  @Override
  void withdraw() {
    run.outbox.withdraw(Intent.signal(id));
  }
}
