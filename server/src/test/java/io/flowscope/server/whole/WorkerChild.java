package io.flowscope.server.whole;

import io.flowscope.engine.Backend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;

/** A process of its own with deciders and workers that reach the server over HTTP. */
final class WorkerChild implements AutoCloseable {
  private final Process process;
  private final Thread reader;

  /**
   * Works until it is killed, or until nobody holds the other end of its standard input.
   *
   * @param arguments the address, the data folder with the credentials, and a name
   */
  public static void main(String[] arguments) throws IOException {
    try (Backend backend = ServerProcess.swf(URI.create(arguments[0]), Path.of(arguments[1]));
        Traffic traffic =
            new Traffic(
                    backend,
                    ServerKills.DOMAIN,
                    note -> EngineChild.say(note.line()),
                    arguments[2],
                    0)
                .start(Traffic.Clients.WORKERS)) {
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  WorkerChild(URI address, Path data, String name, Ledger ledger) {
    try {
      process =
          new ProcessBuilder(
                  ServerProcess.java(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  WorkerChild.class.getName(),
                  address.toString(),
                  data.toString(),
                  name)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    reader = Thread.ofPlatform().daemon().start(() -> read(ledger));
  }

  private void read(Ledger ledger) {
    try (BufferedReader out = process.inputReader()) {
      out.lines().flatMap(line -> Note.parse(line).stream()).forEach(ledger);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** kill -9; everything it told is in the ledger then. */
  void kill() {
    process.toHandle().destroyForcibly();
    join();
  }

  /** Lets it end what it is at. */
  @Override
  public void close() {
    try {
      process.outputWriter().close();
    } catch (IOException e) {
      process.toHandle().destroyForcibly();
    }
    join();
  }

  private void join() {
    process.onExit().join();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
