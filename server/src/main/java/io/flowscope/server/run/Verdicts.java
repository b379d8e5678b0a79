package io.flowscope.server.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/** Prints what was found, and counts it. */
final class Verdicts {
  private static final long SHOWN_EVERY_NANOS = 5_000_000_000L;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean othersBelong;
  private final Map<String, Integer> foreign = new TreeMap<>();
  private int fit;
  private int diverged;
  private int unreadable;
  private long events;
  private long told = System.nanoTime();

  /**
   * @param err is told how far it is
   * @param othersBelong whether histories of workflows that the jar does not have are to be
   *     expected
   */
  Verdicts(PrintWriter out, PrintWriter err, boolean othersBelong) {
    this.out = out;
    this.err = err;
    this.othersBelong = othersBelong;
  }

  void of(ToReplay history, ReplayProcess process) throws IOException {
    if (history.json() == null) {
      unreadable++;
      out.println("UNREADABLE  " + history.name() + ": " + history.problem());
      return;
    }
    ReplayProcess.Answer answer = process.replay(history.json());
    events += history.events();
    String type = answer.type().isEmpty() ? "" : "  " + answer.type();
    switch (answer.kind()) {
      case "OK" -> {
        fit++;
        out.println("OK          " + history.name() + type + ", " + history.events() + " events");
      }
      case "UNREADABLE" -> {
        unreadable++;
        out.println("UNREADABLE  " + history.name() + ": " + answer.message());
      }
      case "NOT_IN_JAR" -> {
        if (othersBelong) {
          foreign.merge(answer.type(), 1, Integer::sum);
        } else {
          diverged(history, type, answer);
        }
      }
      default -> diverged(history, type, answer);
    }
    out.flush();
    progress();
  }

  private void diverged(ToReplay history, String type, ReplayProcess.Answer answer) {
    diverged++;
    out.println("DIVERGED    " + history.name() + type + ": " + answer.message());
    answer.diff().forEach(line -> out.println("            " + line));
  }

  private void progress() {
    long now = System.nanoTime();
    if (now - told > SHOWN_EVERY_NANOS) {
      told = now;
      err.println("%s with %d events so far".formatted(histories(), events));
      err.flush();
    }
  }

  private String histories() {
    int replayed = fit + diverged;
    return replayed == 1 ? "1 history" : replayed + " histories";
  }

  /** Prints how many of which, and gives the exit code. */
  int summary(String jar) {
    foreign.forEach(
        (type, count) ->
            out.println(
                "SKIPPED     %d of the workflow %s, which %s does not have"
                    .formatted(count, type, jar)));
    out.println(
        "%s with %d events %s replayed against %s: %d fit, %d diverged%s."
            .formatted(
                histories(),
                events,
                fit + diverged == 1 ? "was" : "were",
                jar,
                fit,
                diverged,
                unreadable == 0 ? "" : ", and " + unreadable + " could not be read"));
    if (fit + diverged + unreadable == 0) {
      out.println("Nothing was replayed: give histories of workflows that the jar has.");
    }
    out.flush();
    if (diverged > 0) {
      return 1;
    }
    return unreadable > 0 || fit == 0 ? 2 : 0;
  }
}
