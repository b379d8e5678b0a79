package io.flowscope.server.run;

import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action;
import java.util.concurrent.CompletableFuture;

/** Passes every call on, and tells when the first decider has come for work. */
final class FirstPoll implements Backend {
  private final Backend engine;
  private final CompletableFuture<Void> seen = new CompletableFuture<>();

  FirstPoll(Backend engine) {
    this.engine = engine;
  }

  /** Completes with the first poll for decision tasks. */
  CompletableFuture<Void> seen() {
    return seen;
  }

  @Override
  public <R> CompletableFuture<R> call(Action<R> action) {
    CompletableFuture<R> answer = engine.call(action);
    if (action instanceof Action.PollForDecisionTask) {
      seen.complete(null);
    }
    return answer;
  }

  @Override
  public void close() {
    engine.close();
  }
}
