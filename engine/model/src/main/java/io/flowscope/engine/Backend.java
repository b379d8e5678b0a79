package io.flowscope.engine;

import io.flowscope.engine.model.Action;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Something that speaks Amazon SWF: our engine in this process, any endpoint over HTTP, or AWS.
 * Whatever a page or a worker does to a workflow, it does through this one method.
 */
public interface Backend extends AutoCloseable {

  /**
   * Carries out one action of the SWF API.
   *
   * <p>The future completes when the answer is durable. A poll without work completes after at most
   * 60 s with an empty task token; canceling its future gives the place in the queue back. It fails
   * with a {@link SwfFault} where SWF would answer a fault; any other exception means that the
   * outcome is unknown.
   */
  <R> CompletableFuture<R> call(Action<R> action);

  /**
   * The same, for callers that have a thread to wait with: no other is needed then.
   *
   * @throws InterruptedException when the thread was interrupted; the call is given up as by
   *     canceling its future
   * @throws ExecutionException with what the future would fail with as its cause
   */
  default <R> R await(Action<R> action) throws InterruptedException, ExecutionException {
    CompletableFuture<R> answer = call(action);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  @Override
  void close();
}
