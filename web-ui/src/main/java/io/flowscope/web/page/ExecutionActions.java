package io.flowscope.web.page;

import java.util.List;

/**
 * What can be done with an execution; its dialogs stand on the execution's page.
 *
 * @param open whether it still runs; a closed one has no actions
 * @param waitingFor names of the signals that it stands at, offered first
 * @param otherSignals names of signals that its history or its type knows
 * @param openChildren how many child executions run
 * @param childPolicy the execution's own: {@code TERMINATE}, {@code REQUEST_CANCEL} or {@code
 *     ABANDON}
 * @param jars those that have its workflow in its version, the one for new runs first; empty where
 *     it is not run by a jar of this server
 */
public record ExecutionActions(
    ExecutionRef ref,
    boolean open,
    boolean cancelRequested,
    List<String> waitingFor,
    List<String> otherSignals,
    int openChildren,
    String childPolicy,
    List<JarChoice> jars) {

  /** Whether it can go on with another jar. */
  public boolean isMovable() {
    return jars.stream().anyMatch(jar -> !jar.isItsOwn());
  }

  /**
   * A jar that has the workflow.
   *
   * @param hash sha-256 in hex, 64 digits
   * @param uploadedAt epoch milliseconds
   * @param forNewRuns whether new executions are run by it
   * @param isItsOwn whether the execution is with it now
   */
  public record JarChoice(
      String hash, String fileName, long uploadedAt, boolean forNewRuns, boolean isItsOwn) {}
}
