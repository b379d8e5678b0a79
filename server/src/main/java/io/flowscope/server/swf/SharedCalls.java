package io.flowscope.server.swf;

import io.flowscope.server.swf.SwfEndpoint.Answer;
import io.flowscope.swf.Envelope;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one request, from when they are made until each is answered. Answers that come while
 * others are made or written go out together. Safe for use by several threads.
 */
final class SharedCalls {
  private final Envelope.Calls asked;
  private final AnswerStream out;
  private final Executor answering;
  private final Consumer<Answer> undelivered;
  private final AtomicReferenceArray<@Nullable CompletableFuture<Answer>> calls;

  /** What makes answers of what the engine gave, and the answers that are ready. */
  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();

  private final Queue<Ready> ready = new ConcurrentLinkedQueue<>();

  /** How often something came since the work was begun; 0 while nobody works. */
  private final AtomicInteger events = new AtomicInteger();

  private volatile boolean writing;
  private volatile boolean gone;
  private volatile Runnable end = () -> {};
  private int left;

  private record Ready(int call, Answer answer) {}

  /**
   * @param answering in which answers are made and written
   * @param undelivered told of each answer that nobody got
   */
  SharedCalls(
      Envelope.Calls asked, AnswerStream out, Executor answering, Consumer<Answer> undelivered) {
    this.asked = asked;
    this.out = out;
    this.answering = answering;
    this.undelivered = undelivered;
    this.calls = new AtomicReferenceArray<>(asked.calls().size());
    this.left = asked.calls().size();
  }

  /**
   * Makes the calls.
   *
   * @param make of a call, and of where its answer is to be made; its future never fails but by
   *     being canceled
   * @param end is run when none of them waits any more
   */
  void begin(BiFunction<Envelope.Call, Executor, CompletableFuture<Answer>> make, Runnable end) {
    this.end = end;
    events.incrementAndGet();
    for (int i = 0; i < asked.calls().size(); i++) {
      int call = i;
      CompletableFuture<Answer> answer = make.apply(asked.calls().get(i), this::later);
      calls.set(i, answer);
      var unused =
          answer.whenComplete(
              (value, failure) ->
                  answered(new Ready(call, value == null ? Faults.givenUp() : value)));
    }
    if (gone) {
      giveUpAll();
    }
    answering.execute(this::work);
  }

  private void later(Runnable makesAnAnswer) {
    work.add(makesAnAnswer);
    happened();
  }

  private void answered(Ready one) {
    ready.add(one);
    happened();
  }

  private void happened() {
    if (events.getAndIncrement() == 0) {
      answering.execute(this::work);
    }
  }

  /** One thread at a time is here. */
  private void work() {
    int seen = events.get();
    do {
      for (Runnable next = work.poll(); next != null; next = work.poll()) {
        next.run();
      }
      if (gone) {
        drop();
      } else if (!writing && !ready.isEmpty()) {
        write();
      }
      seen = events.addAndGet(-seen);
    } while (seen != 0);
  }

  private void write() {
    List<Answer> tasks = new ArrayList<>();
    ByteArrayOutputStream piece = new ByteArrayOutputStream(4_096);
    int count = 0;
    for (Ready one = ready.poll(); one != null; one = ready.poll()) {
      Answer answer = one.answer();
      Envelope.write(new Envelope.Answer(one.call(), answer.status(), answer.body()), piece);
      count++;
      if (answer.handsOut()) {
        tasks.add(answer);
      }
    }
    left -= count;
    if (left == 0) {
      end.run();
    }
    if (!tasks.isEmpty() && out.isGone()) {
      // Their places first, or the tasks would be handed out to the next of them.
      goneNow();
      tasks.forEach(undelivered);
      return;
    }
    writing = true;
    out.write(piece.toByteArray(), count, left == 0, failure -> written(tasks, failure));
  }

  private void written(List<Answer> tasks, @Nullable Throwable failure) {
    if (failure != null) {
      goneNow();
      tasks.forEach(undelivered);
    }
    writing = false;
    happened();
  }

  private void goneNow() {
    out.abandon();
    clientGone();
  }

  /** The client has gone: what waits gives its place back, and what was answered nobody gets. */
  void clientGone() {
    gone = true;
    end.run();
    giveUpAll();
    happened();
  }

  private void giveUpAll() {
    for (int i = 0; i < calls.length(); i++) {
      giveUp(i);
    }
  }

  /** Nobody waits for that call any more. */
  void giveUp(int call) {
    CompletableFuture<Answer> answer = call < calls.length() ? calls.get(call) : null;
    if (answer != null) {
      answer.cancel(true);
    }
  }

  private void drop() {
    for (Ready one = ready.poll(); one != null; one = ready.poll()) {
      undelivered.accept(one.answer());
    }
  }
}
