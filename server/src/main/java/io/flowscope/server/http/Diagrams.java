package io.flowscope.server.http;

import io.flowscope.engine.view.RunFold;
import io.flowscope.web.draw.TimelineSvg;
import io.javalin.http.Context;
import java.time.InstantSource;

/** Pictures of a run as files. */
final class Diagrams {
  /** A picture brings its own style, and nothing else. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

  private final Runs runs;
  private final InstantSource clock;

  Diagrams(Runs runs, InstantSource clock) {
    this.runs = runs;
    this.clock = clock;
  }

  void diagram(Context ctx) {
    svg(ctx, TimelineSvg.draw(runs.run(Params.run(ctx)).read(RunFold::timeline), clock.millis()));
  }

  private static void svg(Context ctx, String picture) {
    ctx.header("Content-Security-Policy", POLICY);
    ctx.contentType("image/svg+xml;charset=utf-8").result(picture);
  }
}
