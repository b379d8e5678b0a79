package io.flowscope.server.run;

import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.view.Timeline;
import io.flowscope.engine.wire.Wire;
import io.flowscope.web.draw.TimelineSvg;
import io.flowscope.web.draw.TraceHtml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The file that {@code --trace} asks for. */
final class Trace {
  private Trace() {}

  static void write(Path file, String title, Timeline timeline, List<HistoryEvent> events)
      throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    String text;
    if (name.endsWith(".json")) {
      text = Wire.encode(new History(events, null));
    } else {
      long end = events.getLast().eventTimestamp().toEpochMilli();
      text =
          name.endsWith(".svg")
              ? TimelineSvg.draw(timeline, end)
              : TraceHtml.draw(timeline, title, end);
    }
    Files.writeString(file, text);
  }
}
