package io.flowscope.server.whole;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who opens the execution that was started last and watches it until it ends. */
final class Visitor implements AutoCloseable {
  private final Api api;
  private final Ledger ledger;
  private final AtomicInteger seen = new AtomicInteger();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  Visitor(Api api, Ledger ledger) {
    this.api = api;
    this.ledger = ledger;
    this.thread = Thread.ofPlatform().daemon().name("visitor").start(this::visit);
  }

  private void visit() {
    try {
      while (!stopping.await(200, TimeUnit.MILLISECONDS)) {
        List<String> ids = ledger.workflowIds();
        ledger.of(ids.isEmpty() ? "" : ids.getLast(), Note.Kind.START).stream()
            .filter(note -> note.state() == Note.State.ANSWERED)
            .map(note -> api.run(note.workflowId(), note.runId()))
            .forEach(this::watch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(Api.Run run) {
    run.summary();
    run.follow(columns -> columns.hasNonNull("closedAt") || stopping.getCount() == 0);
    run.history();
    seen.incrementAndGet();
  }

  /** How many executions were watched to their end. */
  int seen() {
    return seen.get();
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
