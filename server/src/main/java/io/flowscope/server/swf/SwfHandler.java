package io.flowscope.server.swf;

import io.flowscope.server.swf.SwfEndpoint.Answer;
import io.flowscope.swf.Envelope;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Mounts the {@link SwfEndpoint} on {@code POST /}, in front of all pages. Nothing here holds a
 * thread: neither a body that comes slowly, nor a long poll, nor a client that reads slowly.
 */
public final class SwfHandler extends Handler.Wrapper {
  /** How long the body of a request may take to arrive. */
  private static final Duration LONGEST_BODY = Duration.ofSeconds(20);

  /** Most polls of a busy list are answered sooner; looking after them would be in vain. */
  private static final Duration PATROL = Duration.ofMillis(100);

  private static final int FIRST_BUFFER = 8_192;

  /**
   * So much of a body that is too large is read and forgotten: a client that still sends when the
   * connection is closed does not get to read why (RFC 9112, 9.6).
   */
  private static final int MOST_SKIPPED = 8 << 20;

  private final SwfEndpoint endpoint;
  private final Patrol patrol;
  private final Duration longestBody;
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private final LongAdder requests = new LongAdder();
  private final LongAdder calls = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();

  /**
   * What went through since the start.
   *
   * @param requests of HTTP that were answered
   * @param calls of SWF that were answered: a worker sends several in one request
   * @param bytesIn of bodies
   * @param bytesOut of bodies
   */
  public record Traffic(long requests, long calls, long bytesIn, long bytesOut) {}

  public SwfHandler(SwfEndpoint endpoint) {
    this(endpoint, PATROL, LONGEST_BODY);
  }

  /**
   * @param patrolPause how often it is looked after what is open
   * @param longestBody how long the body of a request may take to arrive
   */
  SwfHandler(SwfEndpoint endpoint, Duration patrolPause, Duration longestBody) {
    this.endpoint = endpoint;
    this.patrol = new Patrol(patrolPause, () -> open.forEach(Exchange::look));
    this.longestBody = longestBody;
  }

  /** What went through since the start. */
  public Traffic traffic() {
    return new Traffic(requests.sum(), calls.sum(), bytesIn.sum(), bytesOut.sum());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    patrol.start(getServer().getScheduler());
  }

  @Override
  protected void doStop() throws Exception {
    patrol.stop();
    super.doStop();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (connection(request) instanceof WatchedEndPoint connection) {
      connection.begins();
      Request.addCompletionListener(request, failure -> connection.ends());
    }
    if (!request.getMethod().equals("POST") || !"/".equals(request.getHttpURI().getPath())) {
      return super.handle(request, response, callback);
    }
    Exchange exchange = new Exchange(request, response, callback);
    boolean waits = request.getHeaders().contains(HttpHeader.EXPECT);
    if (request.getLength() > (waits ? exchange.maximum : exchange.maximum + MOST_SKIPPED)) {
      exchange.write(endpoint.tooLarge(exchange.maximum));
    } else {
      open.add(exchange);
      exchange.run();
    }
    return true;
  }

  private static EndPoint connection(Request request) {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }

  /** One request and its answer. */
  private final class Exchange implements Runnable {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final long begun = System.nanoTime();
    private final ByteArrayOutputStream body;
    private final int maximum;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile @Nullable CompletableFuture<Answer> answer;
    private volatile @Nullable SharedCalls shared;
    private volatile int skipped;
    private boolean watched;

    Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.maximum =
          endpoint.maximumBody(
              request.getHeaders().get("X-Amz-Target"),
              request.getHeaders().get(HttpHeader.AUTHORIZATION));
      long length = request.getLength();
      this.body = new ByteArrayOutputStream((int) Math.clamp(length, 256, (long) FIRST_BUFFER));
    }

    /** Reads what is there of the body, and goes on when there is more. */
    @Override
    public void run() {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          fail(chunk.getFailure());
          return;
        }
        take(chunk.getByteBuffer());
        chunk.release();
        if (skipped > 0 && (chunk.isLast() || skipped > MOST_SKIPPED)) {
          settle(endpoint.tooLarge(maximum));
          return;
        }
        if (chunk.isLast()) {
          call();
          return;
        }
      }
    }

    private void take(ByteBuffer bytes) {
      if (skipped > 0 || bytes.remaining() > maximum - body.size()) {
        skipped += bytes.remaining();
        body.reset();
      } else {
        body.writeBytes(BufferUtil.toArray(bytes));
      }
    }

    private void call() {
      bytesIn.add(body.size());
      SwfEndpoint.Request read =
          new SwfEndpoint.Request(
              request.getMethod(),
              request.getHttpURI().getPath(),
              Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""),
              headers(request.getHeaders()),
              body.toByteArray());
      if (SwfEndpoint.isShared(request.getHeaders().get("X-Amz-Target"))) {
        SwfEndpoint.Opened opened = endpoint.open(read, new Pieces(this));
        shared = opened.calls();
        settle(opened.refusal());
        return;
      }
      CompletableFuture<Answer> future = endpoint.answer(read);
      answer = future;
      future.whenComplete((value, failure) -> settle(value));
    }

    /** Before the last piece of an answer; false where it is over already. */
    boolean finish() {
      if (!settled.compareAndSet(false, true)) {
        return false;
      }
      open.remove(this);
      WatchedEndPoint connection = connection();
      if (connection != null) {
        connection.unwatch();
      }
      return true;
    }

    private void settle(@Nullable Answer value) {
      if (value == null || !settled.compareAndSet(false, true)) {
        return;
      }
      open.remove(this);
      WatchedEndPoint connection = connection();
      if (connection != null) {
        connection.unwatch();
        if (value.handsOut() && connection.isGone()) {
          endpoint.undelivered(value);
          callback.failed(new EofException("The caller has gone."));
          return;
        }
      }
      write(value);
    }

    private @Nullable WatchedEndPoint connection() {
      return SwfHandler.connection(request) instanceof WatchedEndPoint watchable ? watchable : null;
    }

    void write(Answer value) {
      requests.increment();
      calls.increment();
      bytesOut.add(value.body().length);
      response.setStatus(value.status());
      HttpFields.Mutable headers = response.getHeaders();
      headers.put("x-amzn-RequestId", value.requestId());
      headers.put(HttpHeader.CONTENT_TYPE, SwfEndpoint.CONTENT_TYPE);
      headers.put(HttpHeader.CONTENT_LENGTH, value.body().length);
      headers.put(HttpHeader.CACHE_CONTROL, "no-store");
      headers.put("X-Content-Type-Options", "nosniff");
      if (value.status() == Refusal.TOO_LARGE || value.status() == Refusal.REQUEST_TIMEOUT) {
        headers.put(HttpHeader.CONNECTION, "close");
      }
      Callback written =
          value.handsOut()
              ? Callback.from(
                  callback,
                  failure -> {
                    if (failure != null) {
                      endpoint.undelivered(value);
                    }
                  })
              : callback;
      response.write(true, ByteBuffer.wrap(value.body()), written);
    }

    private void fail(Throwable failure) {
      if (settled.compareAndSet(false, true)) {
        open.remove(this);
        callback.failed(failure);
      }
    }

    /** Every now and then: whether somebody still waits, and whether a body still comes. */
    void look() {
      CompletableFuture<Answer> future = answer;
      SharedCalls many = shared;
      if (future == null && many == null) {
        if (System.nanoTime() - begun > longestBody.toNanos()) {
          settle(skipped > 0 ? endpoint.tooLarge(maximum) : endpoint.tooSlow());
        }
        return;
      }
      WatchedEndPoint connection = connection();
      if (watched || connection == null || settled.get()) {
        return;
      }
      watched = true;
      connection.watch(
          () -> {
            fail(new EofException("The caller has gone."));
            if (future == null) {
              many.clientGone();
            } else {
              future.cancel(true);
            }
          });
      if (settled.get()) {
        connection.unwatch();
      }
    }
  }

  /** The answers to several calls, in one answer of HTTP. */
  private final class Pieces implements AnswerStream {
    private final Exchange exchange;
    private boolean begun;

    Pieces(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public boolean isGone() {
      WatchedEndPoint connection = exchange.connection();
      return connection != null && connection.isGone();
    }

    @Override
    public void write(byte[] piece, int answers, boolean last, Consumer<@Nullable Throwable> told) {
      if (exchange.settled.get() || (last && !exchange.finish())) {
        told.accept(new EofException("The caller has gone."));
        return;
      }
      if (!begun) {
        begun = true;
        requests.increment();
        HttpFields.Mutable headers = exchange.response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, Envelope.CONTENT_TYPE);
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
      }
      calls.add(answers);
      bytesOut.add(piece.length);
      exchange.response.write(
          last,
          ByteBuffer.wrap(piece),
          Callback.from(
              () -> {
                told.accept(null);
                if (last) {
                  exchange.callback.succeeded();
                }
              },
              failure -> {
                told.accept(failure);
                if (last) {
                  exchange.callback.failed(failure);
                }
              }));
    }

    @Override
    public void abandon() {
      exchange.fail(new EofException("The caller has gone."));
    }
  }

  private static Map<String, List<String>> headers(HttpFields fields) {
    Map<String, List<String>> headers = HashMap.newHashMap(16);
    for (HttpField field : fields) {
      String value = Objects.requireNonNullElse(field.getValue(), "");
      headers.merge(field.getName().toLowerCase(Locale.ROOT), List.of(value), SwfHandler::joined);
    }
    return headers;
  }

  private static List<String> joined(List<String> some, List<String> more) {
    return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
  }
}
