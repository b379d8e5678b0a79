package io.flowscope.server.whole;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** What the system does to a process: stop it, let it go on, take room for files from it. */
final class Signals {
  private Signals() {}

  /** SIGSTOP. */
  static void stop(Collection<ProcessHandle> processes) {
    processes.forEach(process -> run("kill", "-STOP", Long.toString(process.pid())));
  }

  /** SIGCONT. */
  static void resume(Collection<ProcessHandle> processes) {
    processes.forEach(process -> run("kill", "-CONT", Long.toString(process.pid())));
  }

  /** From now on, no file that the process writes may have more bytes; it sees a full disk. */
  static void limitFiles(long pid, long bytes) {
    run("prlimit", "--pid", Long.toString(pid), "--fsize=" + bytes + ":unlimited");
  }

  /** Files may be of any size again. */
  static void freeFiles(long pid) {
    run("prlimit", "--pid", Long.toString(pid), "--fsize=unlimited:unlimited");
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new AssertionError(List.of(command) + " failed with " + process.exitValue());
      }
    } catch (IOException e) {
      throw new AssertionError(
          "This test needs the program '" + command[0] + "' of util-linux or procps", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
