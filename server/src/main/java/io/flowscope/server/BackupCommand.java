package io.flowscope.server;

import io.flowscope.engine.store.H2Store;
import io.flowscope.engine.store.StoreException;
import io.flowscope.server.backup.BackupFile;
import io.flowscope.server.backup.BackupWriter;
import io.flowscope.server.backup.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code flowscope backup}: writes all that a data folder holds into one file. Where a server runs
 * on the folder, it is asked to, and goes on meanwhile.
 */
@Command(
    name = "backup",
    description = "Writes all that a server keeps into one file; the server may go on meanwhile.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class BackupCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data folder of a server.")
  Path data = Path.of("./data");

  @Option(
      names = "--to",
      paramLabel = "FILE",
      required = true,
      description =
          "The file to write; it must not exist. It holds keys, so only its owner can read it.")
  Path to = Path.of("backup.zip");

  @Override
  public Integer call() throws InterruptedException {
    if (!Files.isDirectory(data.resolve(App.ENGINE_FOLDER))) {
      throw new UsageError(
          "--data %s: this is no data folder of a Flowscope server; give the one that was given to serve."
              .formatted(data));
    }
    if (Files.exists(to)) {
      throw new UsageError("--to %s: this exists; give a new name.".formatted(to));
    }
    Path draft = to.toAbsolutePath().resolveSibling(to.getFileName() + ".part");
    try {
      write(draft);
      Manifest manifest;
      try (BackupFile written = BackupFile.open(draft)) {
        manifest = written.manifest();
      }
      Files.move(draft, to.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE);
      spec.commandLine()
          .getOut()
          .println(
              "%s holds %d executions with %d events, the uploaded jars and the keys."
                  .formatted(to, manifest.executions(), manifest.events()));
      return 0;
    } catch (IOException e) {
      throw new UsageError(
          "--to %s: the backup could not be written (%s); see whether there is space and try again."
              .formatted(to, e.getMessage()));
    } catch (StoreException e) {
      throw new UsageError("--data %s: %s".formatted(data, e.getMessage()));
    } finally {
      delete(draft);
    }
  }

  private static void delete(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      // It is of no use and in nobody's way.
    }
  }

  private void write(Path draft) throws IOException, InterruptedException {
    Optional<DataFolder> own = DataFolder.tryOpen(data);
    Files.deleteIfExists(draft);
    try (OutputStream out = Files.newOutputStream(draft, StandardOpenOption.CREATE_NEW)) {
      OwnerOnly.file(draft);
      if (own.isEmpty()) {
        askServer(out);
        return;
      }
      try (DataFolder folder = own.get();
          H2Store store = new H2Store(folder.root().resolve(App.ENGINE_FOLDER), true)) {
        new BackupWriter(folder.root(), store::dump, Main.Version.text(), InstantSource.system())
            .write(out);
      }
    }
  }

  private void askServer(OutputStream out) throws IOException, InterruptedException {
    String address = Files.readString(data.resolve(App.ADDRESS_FILE)).strip();
    String token = Files.readString(data.resolve("admin-token")).strip();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(address + "/api/v1/backup"))
                  .header("Authorization", "Bearer " + token)
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new IOException("the server that uses the folder answered " + answer.statusCode());
        }
        body.transferTo(out);
      }
    }
  }
}
