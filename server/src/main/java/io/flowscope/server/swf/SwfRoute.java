package io.flowscope.server.swf;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mounts the {@link SwfEndpoint} on {@code POST /} of Javalin; long polls hold no thread. */
public final class SwfRoute implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(SwfRoute.class);

  private final SwfEndpoint endpoint;

  public SwfRoute(SwfEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public void handle(Context ctx) throws IOException {
    HttpServletRequest request = ctx.req();
    byte[] body = request.getInputStream().readNBytes(SwfEndpoint.MAXIMUM_BODY + 1);
    SwfEndpoint.Request call =
        new SwfEndpoint.Request(
            request.getMethod(),
            request.getRequestURI(),
            Objects.requireNonNullElse(request.getQueryString(), ""),
            headers(request),
            body);
    ctx.future(() -> answer(ctx, call));
  }

  /**
   * The answer, for as long as somebody waits for it. A request that ended before its answer came
   * is never touched again: the HTTP server uses its parts for others.
   */
  private CompletableFuture<Void> answer(Context ctx, SwfEndpoint.Request call) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    CompletableFuture<SwfEndpoint.Answer> answer = endpoint.answer(call);
    AtomicBoolean settled = new AtomicBoolean();
    ctx.req()
        .getAsyncContext()
        .addListener(
            new RequestEnd(
                () -> {
                  if (settled.compareAndSet(false, true)) {
                    LOG.debug("A caller went before its answer came");
                    answer.cancel(true);
                  }
                }));
    answer.whenComplete(
        (value, failure) -> {
          if (settled.compareAndSet(false, true)) {
            write(ctx, value);
            written.complete(null);
          }
        });
    return written;
  }

  /** Runs something when a request ends, however it does. */
  private record RequestEnd(Runnable then) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      then.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      then.run();
    }

    @Override
    public void onError(AsyncEvent event) {
      then.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // It goes on.
    }
  }

  private static void write(Context ctx, SwfEndpoint.Answer answer) {
    ctx.status(answer.status());
    ctx.header("x-amzn-RequestId", answer.requestId());
    if (answer.status() == 413) {
      ctx.header("Connection", "close");
    }
    ctx.contentType(SwfEndpoint.CONTENT_TYPE);
    ctx.result(answer.body());
  }

  private static Map<String, List<String>> headers(HttpServletRequest request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(
          name.toLowerCase(Locale.ROOT), List.copyOf(Collections.list(request.getHeaders(name))));
    }
    return headers;
  }
}
