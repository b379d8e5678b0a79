package io.flowscope.server.connect;

import java.util.function.LongConsumer;

/** Tells when an execution has new events. */
@FunctionalInterface
public interface News {

  /**
   * Hears of one execution.
   *
   * @param lastEventId is given the id of the last event of its history, on a thread that must not
   *     wait for anything; or the one given last, when it cannot be asked for now
   * @return ends the subscription when closed
   */
  AutoCloseable subscribe(String domain, String workflowId, String runId, LongConsumer lastEventId);
}
