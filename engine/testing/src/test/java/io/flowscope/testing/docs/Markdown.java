package io.flowscope.testing.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of a page under {@code docs}. */
record Markdown(Path file, List<Block> blocks) {

  /**
   * A fenced block.
   *
   * @param language the first word after the fence
   * @param words the others; readers of the page do not see them
   * @param line of its first line of text
   */
  record Block(String language, List<String> words, String text, int line, String heading) {
    /** What is tested in it: the second word after the fence; empty where there is none. */
    String kind() {
      return words.isEmpty() ? "" : words.getFirst();
    }

    /** The words after the kind. */
    List<String> more() {
      return words.subList(Math.min(1, words.size()), words.size());
    }

    boolean is(String someLanguage, String someKind) {
      return language.equals(someLanguage) && kind().equals(someKind);
    }
  }

  /** Reads {@code docs/name}, from the folder of any module under {@code engine}. */
  static Markdown page(String name) {
    Path file = Path.of("../../docs").resolve(name);
    try {
      return new Markdown(file, blocks(Files.readAllLines(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Block> blocks(List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    String heading = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#")) {
        heading = line.replaceFirst("^#+\\s*", "");
      }
      if (line.startsWith("```")) {
        List<String> info = List.of(line.substring(3).strip().split("\\s+"));
        int start = i + 1;
        do {
          i++;
        } while (!lines.get(i).equals("```"));
        String text = String.join("\n", lines.subList(start, i)) + "\n";
        blocks.add(
            new Block(info.getFirst(), info.subList(1, info.size()), text, start + 1, heading));
      }
    }
    return blocks;
  }
}
