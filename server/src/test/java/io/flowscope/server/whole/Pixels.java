package io.flowscope.server.whole;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The time from an event to its place in the picture of a real browser. */
final class Pixels {
  private static final int RUNS = 5;
  private static final String VIDEO =
      "[\"s3://talks/europython-2015.mp4\",\"s3://talks/europython-2015.srt\"]";
  private static final String WATCH =
      """
      const host = document.getElementById('timeline');
      window.drawn = [];
      new MutationObserver(() => window.drawn.push(
        [Number(host.dataset.drawn), performance.timeOrigin + performance.now()]))
        .observe(host, {attributes: true, attributeFilter: ['data-drawn']});
      """;

  private final List<Double> delays = new ArrayList<>();

  void measure(ServerProcess server) {
    Api api = server.api();
    try (Browser browser = Browser.open(server.address())) {
      browser.go(server.login());
      for (int i = 0; i < RUNS; i++) {
        Api.Run run = api.start("ProcessVideo", VIDEO);
        browser.go("/executions/local/default/" + run.workflowId + "/" + run.runId);
        browser.find("#timeline");
        browser.script(WATCH);
        browser.until(
            d -> d.findElement(org.openqa.selenium.By.id("status")).getText().equals("completed"));
        add(run, browser);
      }
    }
  }

  /** Each drawing is told by the last event in it, which is the youngest. */
  private void add(Api.Run run, Browser browser) {
    Map<Long, Double> happened = new HashMap<>();
    for (JsonNode event : run.history()) {
      happened.put(event.get("eventId").asLong(), 1_000 * event.get("eventTimestamp").asDouble());
    }
    long before = 0;
    for (Object drawing : (List<?>) browser.script("return window.drawn")) {
      List<?> pair = (List<?>) drawing;
      long event = ((Number) pair.get(0)).longValue();
      if (event > before) {
        delays.add(((Number) pair.get(1)).doubleValue() - happened.get(event));
        before = event;
      }
    }
  }

  String report() {
    return Figures.table(
        Figures.row("Event to pixel, ms", "drawings", "median", "95th percentile"),
        List.of(
            Figures.row(
                "from the event's timestamp, which is before its commit, to the change of the"
                    + " drawing",
                Integer.toString(delays.size()),
                Figures.number(Figures.median(delays)),
                Figures.number(Figures.percentile(delays, 95)))));
  }
}
