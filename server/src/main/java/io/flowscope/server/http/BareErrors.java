package io.flowscope.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers requests that are so wrong that they reach no handler, in our form and no other. */
final class BareErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    SecurityFilter.headers((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json;charset=utf-8");
    int status = response.getStatus();
    String message =
        switch (status) {
          case 431 -> "The headers of the request are too large.";
          case 414 -> "The address is too long.";
          case 413 -> "The body is too large.";
          default -> "The request is not valid HTTP.";
        };
    byte[] body =
        Json.write(ErrorBody.of(Problem.of(status, "badRequest", message)))
            .getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
