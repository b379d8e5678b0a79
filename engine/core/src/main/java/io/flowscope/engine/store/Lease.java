package io.flowscope.engine.store;

import io.flowscope.engine.queue.TaskKey;
import io.flowscope.engine.queue.TaskKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task in the hands of a worker.
 *
 * @param token what the worker answers with; random, and good for one answer
 * @param attempt the DecisionTaskStarted or ActivityTaskStarted event
 * @param heartbeatAt when the worker last said that it is alive; null before it did
 * @param details what it last said
 */
public record Lease(
    String token,
    String domain,
    TaskKey task,
    TaskKind kind,
    long attempt,
    @Nullable String identity,
    Instant startedAt,
    @Nullable Instant heartbeatAt,
    @Nullable String details) {

  /** The same after a heartbeat. */
  public Lease heard(Instant at, @Nullable String said) {
    return new Lease(
        token, domain, task, kind, attempt, identity, startedAt, at, said == null ? details : said);
  }
}
