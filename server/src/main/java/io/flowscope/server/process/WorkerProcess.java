package io.flowscope.server.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that runs {@code worker.jar}, together with its folder and whatever processes it
 * starts. Made by {@link WorkerLauncher}.
 */
public final class WorkerProcess {
  private final Process process;
  private final Path work;
  private final boolean endsAsOne;

  WorkerProcess(Process process, Path work, boolean endsAsOne) {
    this.process = process;
    this.work = work;
    this.endsAsOne = endsAsOne;
  }

  /** The process itself; its standard input stays open until {@link #end} or {@link #kill}. */
  public Process process() {
    return process;
  }

  /** Hands over its configuration: one line of JSON. */
  public void tell(String line) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /** Asks it to end, and kills it if it has not after the grace. */
  public CompletableFuture<Process> end(long graceMillis) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already.
    }
    CompletableFuture<Process> exit = process.onExit();
    exit.copy()
        .orTimeout(graceMillis, TimeUnit.MILLISECONDS)
        .whenComplete(
            (ended, late) -> {
              if (late != null) {
                kill();
              }
            });
    return exit;
  }

  /** Kills it and every process that it started. */
  public void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    killGroup();
  }

  /** After its end: kills what it left behind, and removes its folder. */
  public void cleanUp() {
    killGroup();
    deleteTree(work);
    deleteTree(WorkerLauncher.pidFile(work));
  }

  private void killGroup() {
    if (!endsAsOne && Files.isExecutable(Path.of("/bin/kill"))) {
      try {
        Process kill =
            new ProcessBuilder("/bin/kill", "-9", "--", "-" + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!kill.waitFor(2, TimeUnit.SECONDS)) {
          kill.destroyForcibly();
        }
      } catch (IOException e) {
        // The group is gone, or this system has no process groups.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Deletes a folder without following links out of it. */
  static void deleteTree(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // What cannot be deleted now is deleted at the next start.
    }
  }
}
