package io.flowscope.web.draw;

import io.flowscope.engine.view.Timeline;
import io.flowscope.engine.view.Timeline.Attempt;
import io.flowscope.web.draw.RunModel.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run as one HTML file that needs nothing else: figures, picture and table. */
public final class TraceHtml {
  private static final String STYLE =
      """
      body { margin: 0; padding: 1rem; background: var(--surface); color: var(--ink);
        font: 0.8125rem/1.45 var(--font); font-variant-numeric: tabular-nums; }
      h1 { font-size: 1.1875rem; margin: 0 0 0.5rem; }
      p { margin: 0 0 1rem; color: var(--ink-2); }
      .picture { overflow-x: auto; padding: 0 1rem; }
      table { border-collapse: collapse; margin-top: 1rem; font-size: 0.75rem; }
      th, td { text-align: left; padding: 0.25rem 0.75rem; border-bottom: 1px solid var(--line); }
      th { color: var(--ink-3); font-weight: 500; }
      .num { text-align: right; }
      """;

  private TraceHtml() {}

  /**
   * Draws the file; it is well-formed XML, too.
   *
   * @param title what the run is called
   * @param nowMillis ends the bars that still run; of no importance for a closed run
   */
  public static String draw(Timeline timeline, String title, long nowMillis) {
    RunModel run = RunModel.of(timeline, nowMillis);
    Drawing drawing = TimelineSvg.element(timeline, TimelineOptions.file(nowMillis));
    StringBuilder rows = new StringBuilder();
    run.calls().stream().filter(Call::hasLane).forEach(call -> row(rows, run, call));
    double wall = run.now() - run.start();
    String figures =
        "%s; one after another %s; %s times as fast"
            .formatted(
                Durations.words(wall),
                Durations.words(run.taskMillis()),
                String.format(Locale.ROOT, "%.2f", run.taskMillis() / Math.max(wall, 1)));
    String svg = drawing.svg().replaceFirst("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ");
    return """
    <!DOCTYPE html>
    <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
    <head><meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>%s</title><style>%s%s</style></head>
    <body><h1>%s</h1><p>%s</p>
    <div class="picture">%s</div>
    <table><thead><tr><th>Task</th><th>State</th><th class="num">Called, s</th>\
    <th class="num">Queued, s</th><th class="num">Running, s</th><th>Waited for</th>\
    <th>Call site</th></tr></thead>
    <tbody>%s</tbody></table></body></html>
    """
        .formatted(
            Svg.escape(title),
            SvgFile.style().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            STYLE,
            Svg.escape(title),
            figures,
            svg,
            rows);
  }

  private static void row(StringBuilder rows, RunModel run, Call call) {
    CallTimes times = CallTimes.of(run, call);
    rows.append("<tr>");
    cell(rows, "", call.label());
    cell(rows, "", StateIcon.word(call.state()));
    cell(rows, "num", Durations.seconds(call.calledAt() - run.start()));
    cell(rows, "num", Durations.seconds(times.queued()));
    cell(rows, "num", Durations.seconds(times.running()));
    cell(rows, "", String.join(", ", waitedFor(run, call)));
    cell(rows, "", call.site());
    rows.append("</tr>\n");
  }

  /** In words: the calls that gave values, and the barriers before. */
  static List<String> waitedFor(RunModel run, Call call) {
    List<String> words = new ArrayList<>();
    run.givers(call.needs()).forEach(giver -> words.add(giver.label()));
    for (RunModel.Barrier barrier : run.barriers()) {
      if (call.after().contains(barrier.id())) {
        words.add("barrier " + (barrier.line().isEmpty() ? barrier.id() : barrier.line()));
      }
    }
    return words;
  }

  private static void cell(StringBuilder rows, String cls, @Nullable String text) {
    rows.append(cls.isEmpty() ? "<td>" : "<td class=\"" + cls + "\">");
    rows.append(Svg.escape(text == null ? "" : text)).append("</td>");
  }

  /** Milliseconds that the attempts of a call queued and ran, together. */
  record CallTimes(long queued, long running) {
    static CallTimes of(RunModel run, Call call) {
      long queued = 0;
      long running = 0;
      for (Attempt attempt : call.attempts()) {
        Long startedAt = attempt.startedAt();
        queued += (startedAt == null ? run.end(attempt) : startedAt) - attempt.scheduledAt();
        running += startedAt == null ? 0 : run.end(attempt) - startedAt;
      }
      return new CallTimes(queued, running);
    }
  }
}
