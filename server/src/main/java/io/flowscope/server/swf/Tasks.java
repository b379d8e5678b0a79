package io.flowscope.server.swf;

import io.flowscope.engine.core.Engine;
import java.util.Optional;

/** What is asked and told of tasks beside SWF's actions. */
public interface Tasks {
  /** Of tasks that this process knows nothing of. */
  Tasks UNKNOWN =
      new Tasks() {
        @Override
        public Optional<String> domain(String token) {
          return Optional.empty();
        }

        @Override
        public void undelivered(String token) {
          // They end when their time is over.
        }
      };

  /** Of an engine in this process. */
  static Tasks of(Engine engine) {
    return new Tasks() {
      @Override
      public Optional<String> domain(String token) {
        return engine.taskDomain(token);
      }

      @Override
      public void undelivered(String token) {
        engine.undelivered(token);
      }
    };
  }

  /** The domain of the task that the token is good for now, where that is known. */
  Optional<String> domain(String token);

  /** Is told the token of each task that a poll got whose caller is known to be gone. */
  void undelivered(String token);
}
