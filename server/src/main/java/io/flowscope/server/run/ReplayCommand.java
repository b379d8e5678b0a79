package io.flowscope.server.run;

import io.flowscope.server.UsageError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flowscope replay}: whether a jar's code decides what stored histories have. */
@Command(
    name = "replay",
    description = {
      "Replays stored histories against a jar and says which of them its code would not go on"
          + " with.",
      "Exit code 0: all fit; 1: at least one does not; 2: wrong use, or something could not be"
          + " read."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "JAR", description = "The workflow jar.")
  private Path jar = Path.of("");

  @Option(
      names = "--history",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Histories as the page of an execution exports them.")
  private List<Path> files = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder of a server that does not run: all its executions.")
  private @Nullable Path data;

  /**
   * Prints a verdict for each history, and a summary.
   *
   * @throws UsageError when the jar or an option cannot be used
   */
  @Override
  public Integer call() throws IOException, InterruptedException {
    if (files.isEmpty() == (data == null)) {
      throw new UsageError(
          "--history: give files of histories, or --data with the folder of a server, and not"
              + " both.");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Verdicts verdicts = new Verdicts(out, err, data != null);
    try (Bench bench = Bench.open()) {
      var unused = Described.of(jar.toAbsolutePath(), jar.toString(), bench);
      try (ReplayProcess process = ReplayProcess.start(bench, jar.toAbsolutePath())) {
        if (data == null) {
          new HistoryFiles(files).each(history -> verdicts.of(history, process));
        } else {
          StoredHistories.each(data, history -> verdicts.of(history, process));
        }
      }
    }
    return verdicts.summary(jar.toString());
  }
}
