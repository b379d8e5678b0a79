package io.flowscope.web.page;

import io.flowscope.engine.view.RoundRecord;
import io.flowscope.engine.view.Rounds;
import io.flowscope.engine.view.Timeline;
import io.flowscope.web.draw.Drawing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The replays of one execution, one of them chosen.
 *
 * @param timeline the whole run; the page works out from it how things stood in the chosen round
 * @param round number of the chosen one, from 1; the page brings it into range
 * @param source the source file that {@link #sourceFile} asks for, or null where the jar has none
 * @param graphSoFar the graph as it was known at the end of the round, or null
 */
public record ReplaysView(
    Rounds rounds,
    Timeline timeline,
    int round,
    @Nullable Source source,
    @Nullable Drawing graphSoFar)
    implements ExecutionPage.View {

  /** Without the graph. */
  public ReplaysView(Rounds rounds, Timeline timeline, int round, @Nullable Source source) {
    this(rounds, timeline, round, source, null);
  }

  /** The same with the graph as it was known at the end of the round. */
  public ReplaysView with(Drawing graph) {
    return new ReplaysView(rounds, timeline, round, source, graph);
  }

  /**
   * The source file to show in a round: {@code ProcessVideo.java}, the file in which the code stood
   * at the end of it or in which it made its calls. Empty where nothing was recorded.
   */
  public static Optional<String> sourceFile(Rounds rounds, int round) {
    List<Rounds.Round> all = rounds.rounds();
    for (int i = Math.min(round, all.size()); i >= 1; i--) {
      Rounds.Round r = all.get(i - 1);
      for (RoundRecord.Wait wait : r.waits()) {
        if (wait.at() != null) {
          return Optional.of(file(wait.at()));
        }
      }
      for (var call : r.newCalls()) {
        if (call.at() != null) {
          return Optional.of(file(call.at()));
        }
      }
    }
    return Optional.empty();
  }

  private static String file(String at) {
    int colon = at.lastIndexOf(':');
    return colon < 0 ? at : at.substring(0, colon);
  }

  /**
   * Lines of one source file.
   *
   * @param fileName {@code ProcessVideo.java}
   * @param from number of the first line
   * @param lines without their ends
   */
  public record Source(String fileName, int from, List<String> lines) {}
}
