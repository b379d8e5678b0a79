package io.flowscope.server.swf;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Mounts the {@link SwfEndpoint} on {@code POST /} of Javalin; long polls hold no thread. */
public final class SwfRoute implements Handler {
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
    ctx.future(() -> endpoint.answer(call).thenAccept(answer -> write(ctx, answer)));
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
