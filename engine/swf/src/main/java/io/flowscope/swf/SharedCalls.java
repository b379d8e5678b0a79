package io.flowscope.swf;

import io.flowscope.swf.Transport.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls that come while another one is being sent go together in the next request, as commands go
 * together to a disk; a call that comes alone goes at once, as SWF knows it. An endpoint that does
 * not know {@link Envelope}s gets single calls for ever.
 *
 * <p>No lock is shared with the callers, and what sends and reads are platform threads: a heartbeat
 * must get through when the caller's own code holds every carrier of virtual threads.
 */
final class SharedCalls implements AutoCloseable {
  /** Larger inputs go alone: nobody waits for them then. */
  private static final int LARGE = 32_768;

  /** A request of no more bytes than that is taken by the other side's system at once. */
  private static final int MOST_BYTES = 4 * LARGE;

  private static final long REST_NANOS = 150_000;
  private static final int MOST_RESTS = 10;

  private final SignedCalls signed;
  private final SocketTransport sockets;
  private final boolean sparing;
  private final String session = Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final AtomicLong exchanges = new AtomicLong();
  private final Queue<SharedCall> queue = new ConcurrentLinkedQueue<>();
  private final ExecutorService readers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("swf-read-", 0).factory());

  /** Whether somebody sends a call alone. */
  private final AtomicBoolean alone = new AtomicBoolean();

  /** Whether the sender has nothing to do. */
  private final AtomicBoolean waiting = new AtomicBoolean(true);

  private final Thread sender = Thread.ofPlatform().daemon().name("swf-send").unstarted(this::run);
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean unknownThere;
  private volatile boolean closed;

  /**
   * @param sparing whether a call that comes alone goes as SWF knows it
   */
  SharedCalls(SignedCalls signed, SocketTransport sockets, boolean sparing) {
    this.signed = signed;
    this.sockets = sockets;
    this.sparing = sparing;
  }

  /**
   * Makes a call, and waits for its answer.
   *
   * @param action of SWF
   * @param patience how long it may take altogether
   * @throws IOException when there is no answer: the outcome is unknown
   * @throws InterruptedException when it is given up
   */
  Reply call(String action, byte[] input, Duration patience)
      throws IOException, InterruptedException {
    if (unknownThere || input.length > LARGE) {
      return signed.post(HttpBackend.TARGET + action, input, patience);
    }
    if (sparing && waiting.get() && alone.compareAndSet(false, true)) {
      try {
        return signed.post(HttpBackend.TARGET + action, input, patience, () -> alone.set(false));
      } finally {
        // Where it did not come to be sent; if another is sent alone now, a third may be, too.
        alone.set(false);
      }
    }
    SharedCall call = new SharedCall(action, input, System.nanoTime() + patience.toNanos());
    add(call);
    Reply reply = answer(call);
    return reply == SharedCall.UNKNOWN_THERE
        ? signed.post(HttpBackend.TARGET + action, input, patience)
        : reply;
  }

  private Reply answer(SharedCall call) throws IOException, InterruptedException {
    try {
      return call.reply().get();
    } catch (InterruptedException e) {
      giveUp(call);
      throw e;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** Nobody waits for it any more: its place in a queue must not get a task. */
  private void giveUp(SharedCall call) {
    if (!call.reply().cancel(false)) {
      answeredInVain(call);
      return;
    }
    tellGivenUp(call);
  }

  private void tellGivenUp(SharedCall call) {
    String place = call.place();
    if (place != null && call.isPoll()) {
      add(SharedCall.notice(Envelope.GIVE_UP, place));
    }
  }

  /** A task that came for a call which nobody waits for is given back. */
  void answeredInVain(SharedCall call, Reply reply) {
    String token = call.taskToken(reply);
    if (token != null) {
      add(SharedCall.notice(Envelope.HAND_BACK, token));
    }
  }

  private void answeredInVain(SharedCall call) {
    if (!call.reply().isCompletedExceptionally()) {
      answeredInVain(call, call.reply().join());
    }
  }

  private void add(SharedCall call) {
    queue.add(call);
    if (started.compareAndSet(false, true)) {
      sender.start();
    }
    if (waiting.compareAndSet(true, false)) {
      LockSupport.unpark(sender);
    }
    if (closed) {
      endQueue();
    }
  }

  private void run() {
    while (!closed) {
      List<SharedCall> calls = next();
      if (!calls.isEmpty()) {
        send(calls);
        rest(calls.size());
        continue;
      }
      waiting.set(true);
      if (queue.isEmpty() && !closed) {
        LockSupport.park(this);
      }
      waiting.set(false);
    }
    endQueue();
  }

  /**
   * The more calls came together, the more are on their way: a moment brings them together, too.
   * After a call that came alone there is none.
   */
  private void rest(int calls) {
    if (calls > 1 && !closed) {
      LockSupport.parkNanos(this, Math.min(calls - 1, MOST_RESTS) * REST_NANOS);
    }
  }

  private List<SharedCall> next() {
    List<SharedCall> calls = new ArrayList<>();
    int bytes = 0;
    while (calls.size() < Envelope.MOST_CALLS && bytes < MOST_BYTES) {
      SharedCall call = queue.poll();
      if (call == null) {
        break;
      }
      if (!call.reply().isDone()) {
        calls.add(call);
        bytes += call.input().length;
      }
    }
    return calls;
  }

  private void send(List<SharedCall> calls) {
    SharedExchange exchange =
        new SharedExchange(session + "-" + exchanges.incrementAndGet(), calls);
    try {
      byte[] body = exchange.body();
      Connection connection =
          sockets.begin(signed.headers(Envelope.TARGET, Envelope.CONTENT_TYPE, body), body);
      readers.execute(() -> read(exchange, connection));
      // Given up while it was being sent.
      calls.stream().filter(call -> call.reply().isCancelled()).forEach(this::tellGivenUp);
    } catch (IOException | RuntimeException e) {
      exchange.fail(closed || e instanceof RejectedExecutionException ? closed() : e);
    }
  }

  private void read(SharedExchange exchange, Connection connection) {
    try {
      exchange.read(connection, this::answeredInVain);
      sockets.giveBack(connection);
      unknownThere |= exchange.isUnknownThere();
    } catch (IOException | RuntimeException e) {
      sockets.discard(connection);
      exchange.fail(e);
    }
  }

  private void endQueue() {
    for (SharedCall call = queue.poll(); call != null; call = queue.poll()) {
      call.reply().completeExceptionally(closed());
    }
  }

  private static IOException closed() {
    return new IOException("This backend is closed.");
  }

  /** Takes no more calls; those under way end with the connections. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(sender);
    endQueue();
    readers.shutdown();
  }
}
