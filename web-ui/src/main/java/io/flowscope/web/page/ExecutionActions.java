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
 */
public record ExecutionActions(
    ExecutionRef ref,
    boolean open,
    boolean cancelRequested,
    List<String> waitingFor,
    List<String> otherSignals,
    int openChildren,
    String childPolicy) {}
