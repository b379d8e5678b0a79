package io.flowscope.swf;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Carries requests to one endpoint. Safe for use by several threads. */
interface Transport extends AutoCloseable {

  /**
   * What was answered.
   *
   * @param body the bytes as they travelled
   */
  record Reply(int status, byte[] body) {}

  /**
   * Sends a {@code POST} and waits for the answer in the calling thread, which may be interrupted.
   * It is sent once: a failure means that the outcome is unknown.
   *
   * @param headers all but {@code Host} and {@code Content-Length}
   * @param patience how long it may take altogether
   * @param sent is run as soon as the request has left, where that is known
   */
  Reply post(Map<String, String> headers, byte[] body, Duration patience, Runnable sent)
      throws IOException, InterruptedException;

  /** Gives up what is under way. */
  @Override
  void close();
}
