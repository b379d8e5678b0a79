package io.flowscope.server;

import io.flowscope.engine.store.StoreException;
import io.flowscope.server.backup.BackupFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flowscope restore}: makes a data folder of a backup. */
@Command(
    name = "restore",
    description = "Makes a data folder of a backup, and checks everything in it.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class RestoreCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      required = true,
      description = "The file that backup wrote.")
  Path from = Path.of("backup.zip");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The new data folder; it must be empty or missing.")
  Path data = Path.of("./data");

  @Override
  public Integer call() {
    if (!Files.isRegularFile(from)) {
      throw new UsageError("--from %s: there is no such file.".formatted(from));
    }
    requireEmpty();
    try (BackupFile backup = BackupFile.open(from)) {
      restore(backup);
      spec.commandLine()
          .getOut()
          .println(
              "%d executions with %d events are restored and checked; start the server with ./flowscope serve --data %s."
                  .formatted(backup.manifest().executions(), backup.manifest().events(), data));
      return 0;
    } catch (IOException | StoreException e) {
      throw new UsageError(
          "--from %s: it could not be restored: %s. Nothing is left in %s."
              .formatted(from, stripped(e), data));
    }
  }

  private static String stripped(Exception e) {
    String text = String.valueOf(e.getMessage());
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private void requireEmpty() {
    if (!Files.exists(data)) {
      return;
    }
    try (Stream<Path> files = Files.list(data)) {
      if (files.findAny().isEmpty()) {
        return;
      }
    } catch (IOException e) {
      throw new UsageError("--data %s: this is no folder that can be read.".formatted(data));
    }
    throw new UsageError(
        "--data %s: the folder is not empty; give a new one, so that nothing is overwritten."
            .formatted(data));
  }

  private void restore(BackupFile backup) throws IOException {
    boolean whole = false;
    try (DataFolder folder = DataFolder.open(data)) {
      backup.restore(folder.root(), folder.folder(App.ENGINE_FOLDER));
      whole = true;
    } finally {
      if (!whole) {
        empty();
      }
    }
  }

  private void empty() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(data)) {
      all = files.filter(file -> !file.equals(data)).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
