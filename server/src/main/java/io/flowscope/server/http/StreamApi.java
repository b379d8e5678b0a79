package io.flowscope.server.http;

import io.flowscope.server.http.LiveRun.News;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * {@code GET …/{runId}/stream}: the columns of the diagram as they change, as server-sent events.
 *
 * <p>Event {@code columns}: a timeline with the rows that changed; its id is the last event of the
 * history that it knows. {@code reset}: load the timeline anew. {@code end}: the run is closed and
 * everything was sent. The position to go on from is {@code Last-Event-ID} or {@code ?after=}.
 * {@code ?pace=} asks for a longer pause between two messages, in milliseconds.
 */
final class StreamApi {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final int MOST_STREAMS = 1_000;
  private static final int LONGEST_PACE = 10_000;

  private final Runs runs;
  private final Guard guard;
  private final Semaphore places = new Semaphore(MOST_STREAMS);

  StreamApi(Runs runs, Guard guard) {
    this.runs = runs;
    this.guard = guard;
  }

  void stream(Context ctx) throws IOException, InterruptedException {
    long pace = Params.number(ctx, "pace", 0, 0, LONGEST_PACE);
    LiveRun run = runs.run(Params.run(ctx));
    if (!places.tryAcquire()) {
      throw Problem.of(
          503, "busy", "More than %d streams are open; close some pages.".formatted(MOST_STREAMS));
    }
    try {
      run.enter();
      try {
        follow(ctx, run, position(ctx), pace);
      } finally {
        run.leave();
      }
    } finally {
      places.release();
    }
  }

  /** Where the client stands; -1 where it says something that is no position. */
  private static long position(Context ctx) {
    String last = ctx.header("Last-Event-ID");
    if (last == null || last.isEmpty()) {
      last = ctx.queryParam("after");
    }
    if (last == null || last.isEmpty()) {
      return 0;
    }
    return last.matches("\\d{1,18}") ? Long.parseLong(last) : -1;
  }

  private void follow(Context ctx, LiveRun run, long from, long pace)
      throws IOException, InterruptedException {
    ctx.res().setContentType("text/event-stream;charset=utf-8");
    ctx.res().setHeader("X-Accel-Buffering", "no");
    OutputStream out = ctx.res().getOutputStream();
    send(out, "retry: 1000\n\n");
    long position = from;
    while (true) {
      switch (run.next(position, KEEP_ALIVE)) {
        case News.Changed(long last, String json) -> {
          send(out, "id: " + last + "\nevent: columns\ndata: " + json + "\n\n");
          position = last;
          if (pace > 0) {
            Thread.sleep(pace);
          }
        }
        case News.Reset() -> {
          send(out, "id: 0\nevent: reset\ndata: {}\n\n");
          return;
        }
        case News.Nothing() -> {
          if (!guard.isStillAllowed(ctx)) {
            return;
          }
          send(out, ": still here\n\n");
        }
        case News.End() -> {
          send(out, "event: end\ndata: {}\n\n");
          return;
        }
        case News.Cut() -> {
          return;
        }
      }
    }
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
