package io.flowscope.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.store.StoreException;
import io.flowscope.server.Storage;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Locale;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into an answer: JSON for programs, a page for people. */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final long largestUpload;
  private final ErrorPages pages;

  /** Shows a problem to people. */
  interface ErrorPages {
    /**
     * @param id what to look for in the log, or null
     */
    void show(Context ctx, Problem problem, @Nullable String id);
  }

  Errors(long largestUpload, ErrorPages pages) {
    this.largestUpload = largestUpload;
    this.pages = pages;
  }

  void handle(Exception e, Context ctx) {
    if (ctx.res().isCommitted()) {
      if (!(e instanceof IOException)) {
        LOG.warn("An answer broke off: {}", e.toString());
      }
      return;
    }
    Problem problem = problem(e, ctx);
    String id = null;
    if (problem == null) {
      id = Integer.toHexString(RANDOM.nextInt()) + Integer.toHexString(RANDOM.nextInt());
      LOG.error("Request {} {} failed, reference {}", ctx.method(), ctx.path(), id, e);
      problem =
          Problem.of(
              500,
              "internal",
              "Something failed inside Flowscope; the server's log tells more under the reference %s."
                  .formatted(id));
    }
    ctx.status(problem.status());
    if (problem.status() == 503) {
      ctx.header("Retry-After", "2");
    }
    if (problem.status() == 401) {
      ctx.header("WWW-Authenticate", "Bearer");
    }
    if (wantsPage(ctx)) {
      pages.show(ctx, problem, id);
    } else {
      ctx.json(ErrorBody.of(problem));
    }
  }

  private static boolean wantsPage(Context ctx) {
    String accept = ctx.header("Accept");
    return !ctx.path().startsWith("/api/") && accept != null && accept.contains("text/html");
  }

  private @Nullable Problem problem(Exception e, Context ctx) {
    return switch (e) {
      case Problem problem -> problem;
      case SwfFault fault -> Calls.problem(fault);
      case HttpResponseException response -> ofJavalin(response, ctx);
      case JsonProcessingException json ->
          Problem.of(400, "malformedJson", "The body is not valid JSON.");
      case IOException io when Storage.isFull(io) ->
          Problem.of(
              503,
              "diskFull",
              "The disk of the data folder is full; free some space and try again.");
      default -> {
        Problem store = ofStore(e);
        yield store == null ? ofJetty(e) : store;
      }
    };
  }

  /** The store's failure may come wrapped, for instance from a future that was waited for. */
  private static @Nullable Problem ofStore(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreException store) {
        return Problem.of(503, "store", String.valueOf(store.getMessage()));
      }
    }
    return null;
  }

  private static Problem ofJavalin(HttpResponseException e, Context ctx) {
    String what = ctx.method() + " " + Json.shorten(ctx.path());
    return switch (e.getStatus()) {
      case 404 -> Problem.notFound("notFound", "There is nothing at this address.");
      case 405 -> Problem.of(405, "wrongMethod", what + " is not possible here.");
      case 413 -> Problem.of(413, "tooLarge", "The body is too large.");
      default ->
          Problem.of(
              e.getStatus() >= 400 && e.getStatus() < 500 ? e.getStatus() : 400,
              "badRequest",
              String.valueOf(e.getMessage()).lines().findFirst().orElse("The request is wrong."));
    };
  }

  /** Jetty tells of a body that is too large, or no multipart at all, by nested exceptions. */
  private @Nullable Problem ofJetty(Throwable e) {
    boolean malformed = false;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("exceeded")
          || message.contains("exceeds")
          || message.contains("too large")) {
        return JarsApi.tooLarge(largestUpload);
      }
      malformed |= cause instanceof HttpException || message.contains("multipart");
    }
    if (malformed) {
      return Problem.of(
          400, "badRequest", "The request is cut off or not as its content type says.");
    }
    return null;
  }
}
