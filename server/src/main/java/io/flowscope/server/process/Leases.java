package io.flowscope.server.process;

import io.flowscope.engine.core.Engine;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the engine knows of workers that took tasks. */
public interface Leases {

  /** Of an SWF elsewhere: nothing is known, and nothing can be freed before its time is over. */
  Leases UNKNOWN =
      new Leases() {
        @Override
        public CompletableFuture<Integer> workerLost(String identity) {
          return CompletableFuture.completedFuture(0);
        }

        @Override
        public Collection<String> leaseHolders() {
          return List.of();
        }
      };

  /** The leases of that engine. */
  static Leases of(Engine engine) {
    return new Leases() {
      @Override
      public CompletableFuture<Integer> workerLost(String identity) {
        return engine.workerLost(identity);
      }

      @Override
      public Collection<String> leaseHolders() {
        return engine.leaseHolders();
      }
    };
  }

  /**
   * Says that a worker process is gone: whatever it had taken is timed out at once.
   *
   * @return how many tasks that were
   */
  CompletableFuture<Integer> workerLost(String identity);

  /** Identities that hold tasks now. */
  Collection<String> leaseHolders();
}
