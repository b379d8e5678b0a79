package io.flowscope.web.page;

import io.flowscope.engine.view.Rounds;
import io.flowscope.engine.view.Timeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recorded replays, one of them in full.
 *
 * @param rounds all of them
 * @param timeline the run so far, for the picture of the selected moment
 * @param round number of the selected round, from 1
 * @param source the source around the line at which the code stood, or null where the jar carries
 *     none
 */
public record ReplaysView(Rounds rounds, Timeline timeline, int round, @Nullable Source source)
    implements ExecutionPage.View {

  /** Lines of one source file; {@code from} is the number of the first one. */
  public record Source(String fileName, int from, List<String> lines) {}
}
