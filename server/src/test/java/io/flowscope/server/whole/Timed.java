package io.flowscope.server.whole;

import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A backend that notes how long answered calls took, polls apart: these wait for work. */
record Timed(Backend backend, List<Double> millis) implements Backend {
  Timed(Backend backend) {
    this(backend, new ArrayList<>());
  }

  @Override
  public <R> CompletableFuture<R> call(Action<R> action) {
    CompletableFuture<R> answer = backend.call(action);
    if (!action.actionName().startsWith("PollFor")) {
      long begin = System.nanoTime();
      var unused =
          answer.thenRun(
              () -> {
                synchronized (millis) {
                  millis.add((System.nanoTime() - begin) / 1e6);
                }
              });
    }
    return answer;
  }

  /** The times since this was last asked for. */
  List<Double> taken() {
    synchronized (millis) {
      List<Double> taken = List.copyOf(millis);
      millis.clear();
      return taken;
    }
  }

  @Override
  public void close() {
    backend.close();
  }
}
