package io.flowscope.testing;

import io.flowscope.engine.Backend;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.model.Action;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * The stepped engine as the tester reaches it: directly, or by a backend that speaks to it from
 * other threads. Time is virtual either way, for the engine moves only in the tester's thread.
 */
final class Access implements AutoCloseable {
  private final Engine engine;
  private final Backend backend;

  /** A permit for each call that came to the engine and for each answer that came back. */
  private final Semaphore news = new Semaphore(0);

  /**
   * @param reach makes the backend of a direct one; closing what it made does not close the engine
   */
  Access(Engine engine, UnaryOperator<Backend> reach) {
    this.engine = engine;
    this.backend = reach.apply(new Arrivals());
  }

  /** What has come to the engine by another thread is news for the tester's. */
  private final class Arrivals implements Backend {
    @Override
    public <R> CompletableFuture<R> call(Action<R> action) {
      CompletableFuture<R> answer = engine.call(action);
      news.release();
      return answer;
    }

    @Override
    public void close() {}
  }

  /** The answer to a call that needs no waiting: the engine gives it as soon as it is stepped. */
  <R> R now(Action<R> action) {
    CompletableFuture<R> answer = backend.call(action);
    var unused = answer.whenComplete((value, failure) -> news.release());
    while (!answer.isDone()) {
      news.acquireUninterruptibly();
      engine.runUntilIdle();
    }
    news.drainPermits();
    return answer.join();
  }

  @Override
  public void close() {
    backend.close();
  }
}
