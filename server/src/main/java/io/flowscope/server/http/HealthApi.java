package io.flowscope.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowscope.server.Storage;
import io.flowscope.server.swf.SwfHandler;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/health}: whether the server can do its work; 503 when it cannot. */
final class HealthApi {
  private final Storage storage;
  private final SwfHandler swf;

  HealthApi(Storage storage, SwfHandler swf) {
    this.storage = storage;
    this.swf = swf;
  }

  /**
   * How the server is.
   *
   * @param status {@code ok}, {@code lowSpace} or {@code writesStopped}
   * @param message what happened, why, and what to do; absent when all is well
   * @param since when writes stopped, epoch milliseconds
   * @param freeMegabytes what is left on the disk of the data folder
   * @param swf what went through the SWF endpoint since the start
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Health(
      Storage.State status,
      @Nullable String message,
      @Nullable Long since,
      long freeMegabytes,
      SwfHandler.Traffic swf) {}

  void health(Context ctx) {
    Storage.Report report = storage.report();
    ctx.status(report.state() == Storage.State.WRITES_STOPPED ? 503 : 200)
        .json(
            new Health(
                report.state(),
                report.sentence().isEmpty() ? null : report.sentence(),
                report.since().map(java.time.Instant::toEpochMilli).orElse(null),
                report.freeMegabytes(),
                swf.traffic()));
  }
}
