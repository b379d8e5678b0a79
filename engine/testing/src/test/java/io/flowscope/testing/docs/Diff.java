package io.flowscope.testing.docs;

import java.util.ArrayList;
import java.util.List;

/** Changes as a page shows them: lines that go, each group followed by those that come. */
final class Diff {
  private Diff() {}

  /** The text with all changes made; each group of lines that go must stand in it once. */
  static String applied(String text, String diff) {
    String result = text;
    List<String> gone = new ArrayList<>();
    List<String> come = new ArrayList<>();
    for (String line : (diff + "-").split("\n")) {
      if (line.startsWith("-") && !come.isEmpty()) {
        result = replaced(result, gone, come);
        gone.clear();
        come.clear();
      }
      (line.startsWith("-") ? gone : come).add(line.substring(1));
    }
    return result;
  }

  private static String replaced(String text, List<String> gone, List<String> come) {
    String before = String.join("\n", gone) + "\n";
    int at = text.indexOf(before);
    if (at < 0 || text.indexOf(before, at + 1) >= 0) {
      throw new AssertionError("These lines do not stand in the file once: " + gone);
    }
    return text.substring(0, at)
        + String.join("\n", come)
        + "\n"
        + text.substring(at + before.length());
  }
}
