package io.flowscope.server.whole;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Of what state of the sources figures are. */
final class Commit {
  private Commit() {}

  /** The commit, and whether anything but the pages that hold figures differs from it. */
  static String described() {
    return git("describe", "--always")
        .map(commit -> commit + (changed() ? " with local changes" : ""))
        .orElse("unknown");
  }

  private static boolean changed() {
    return git("status", "--porcelain", "--", ":/", ":(exclude,top)docs")
        .filter(files -> !files.isEmpty())
        .isPresent();
  }

  /** Nothing when there is no git, or no repository. */
  private static Optional<String> git(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.onExit().join().exitValue() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
