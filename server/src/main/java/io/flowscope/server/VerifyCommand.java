package io.flowscope.server;

import io.flowscope.engine.core.Verify;
import io.flowscope.engine.store.StoreException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flowscope verify}: checks the executions of a server that does not run. */
@Command(
    name = "verify",
    description = "Checks everything that is stored in a data folder.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class VerifyCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data folder of a server.")
  Path data = Path.of("./data");

  @Override
  public Integer call() {
    Path engine = data.resolve(App.ENGINE_FOLDER);
    if (!Files.isDirectory(engine)) {
      throw new UsageError(
          "--data %s: this is no data folder of a Flowscope server; give the one that was given to serve."
              .formatted(data));
    }
    try (DataFolder folder = DataFolder.open(data)) {
      Verify.Report report = Verify.folder(folder.root().resolve(App.ENGINE_FOLDER));
      PrintWriter out = spec.commandLine().getOut();
      report.violations().forEach(out::println);
      out.println(
          "%d executions with %d events were read: %s"
              .formatted(
                  report.runs(),
                  report.events(),
                  report.isSound()
                      ? "all is well."
                      : report.violations().size() + " things are wrong, see above."));
      return report.isSound() ? 0 : 1;
    } catch (StoreException e) {
      throw new UsageError("--data %s: %s".formatted(data, e.getMessage()));
    }
  }
}
