package io.flowscope.engine.faults;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fault to plant: a unified diff, as {@code git apply} takes it, under a head that names the
 * fault and the tests that should notice it.
 *
 * @param name the file's name without its ending
 * @param title the fault in one sentence
 * @param tests simple names of test classes of the changed module
 * @param changes by the path of the changed file
 */
record Patch(String name, String title, List<String> tests, Map<String, List<Hunk>> changes) {

  /** Lines in a row as they are, and as they are to be. */
  record Hunk(String before, String after) {}

  /** All patches of a folder, by name. */
  static List<Patch> all(Path folder) throws IOException {
    List<Patch> patches = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.patch")) {
      for (Path file : files) {
        patches.add(read(file));
      }
    }
    patches.sort(Comparator.comparing(Patch::name));
    return patches;
  }

  private static Patch read(Path file) throws IOException {
    String title = "";
    List<String> tests = List.of();
    Map<String, List<Hunk>> changes = new LinkedHashMap<>();
    List<Hunk> hunks = null;
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("Title: ")) {
        title = line.substring(7);
      } else if (line.startsWith("Tests: ")) {
        tests = List.of(line.substring(7).split(" "));
      } else if (line.startsWith("+++ b/")) {
        finish(hunks, before, after);
        hunks = changes.computeIfAbsent(line.substring(6), path -> new ArrayList<>());
      } else if (line.startsWith("@@")) {
        finish(hunks, before, after);
      } else if (hunks != null && !line.isEmpty() && !line.startsWith("---")) {
        if (line.charAt(0) != '+') {
          before.append(line.substring(1)).append('\n');
        }
        if (line.charAt(0) != '-') {
          after.append(line.substring(1)).append('\n');
        }
      }
    }
    finish(hunks, before, after);
    String name = file.getFileName().toString().replaceAll("\\.patch$", "");
    return new Patch(name, title, tests, changes);
  }

  private static void finish(List<Hunk> hunks, StringBuilder before, StringBuilder after) {
    if (hunks != null && !before.isEmpty()) {
      hunks.add(new Hunk(before.toString(), after.toString()));
    }
    before.setLength(0);
    after.setLength(0);
  }

  /** The module that it changes, as a path. */
  String module() {
    String path = changes.keySet().iterator().next();
    return path.substring(0, path.indexOf("/src/"));
  }

  /**
   * What becomes of a file. A hunk goes where its lines are, wherever they moved.
   *
   * @throws IllegalStateException in one sentence when its lines are not there exactly once
   */
  String applied(String path, String source) {
    String result = source;
    for (Hunk hunk : changes.get(path)) {
      int at = result.indexOf(hunk.before);
      if (at < 0 || result.indexOf(hunk.before, at + 1) >= 0) {
        throw new IllegalStateException(
            "%s.patch does not apply: these lines of %s %s; adapt the patch:%n%s"
                .formatted(name, path, at < 0 ? "are no more" : "are there twice", hunk.before));
      }
      result = result.substring(0, at) + hunk.after + result.substring(at + hunk.before.length());
    }
    return result;
  }
}
