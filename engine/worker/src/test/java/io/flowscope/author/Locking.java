package io.flowscope.author;

import io.flowscope.Catalogue;
import io.flowscope.Promise;
import io.flowscope.WorkflowJar;

/** A workflow that waits with and without a monitor. */
public final class Locking implements WorkflowJar {
  interface Tasks {
    Promise<Integer> work();
  }

  static final class Work {
    int work() {
      return 1;
    }
  }

  interface Waiting {
    Promise<Integer> await(String how);
  }

  static final class Await implements Waiting {
    private final Tasks tasks;
    private final Object lock = new Object();

    Await(Tasks tasks) {
      this.tasks = tasks;
    }

    @Override
    public Promise<Integer> await(String how) {
      return Promise.of(
          switch (how) {
            case "method" -> method();
            case "block" -> block();
            case "inside a finally" -> insideFinally();
            case "through a caller" -> caller();
            case "after a block" -> after();
            case "before a finally with a block" -> beforeFinally();
            default -> tasks.work().get();
          });
    }

    private synchronized int method() {
      return tasks.work().get();
    }

    private int block() {
      synchronized (lock) {
        return tasks.work().get();
      }
    }

    private int insideFinally() {
      synchronized (lock) {
        try {
          return tasks.work().get();
        } finally {
          lock.notifyAll();
        }
      }
    }

    private int caller() {
      synchronized (lock) {
        return helper();
      }
    }

    private int helper() {
      return tasks.work().get();
    }

    private int after() {
      Promise<Integer> work;
      synchronized (lock) {
        work = tasks.work();
      }
      return work.get();
    }

    private int beforeFinally() {
      try {
        return tasks.work().get();
      } finally {
        synchronized (lock) {
          lock.notifyAll();
        }
      }
    }
  }

  @Override
  public void fill(Catalogue catalogue) {
    catalogue.tasks(Tasks.class, Work::new);
    catalogue.workflow(Waiting.class, stubs -> new Await(stubs.of(Tasks.class)));
  }
}
