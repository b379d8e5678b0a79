package io.flowscope.worker;

import io.flowscope.spi.Seconds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is wrong with an annotation, all of it at once. */
final class Complaints {
  private final List<String> sentences = new ArrayList<>();

  /** What {@code read} gives, or {@code otherwise} where that complains. */
  <T> T or(Supplier<T> read, T otherwise) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      sentences.add(e.getMessage());
      return otherwise;
    }
  }

  /** Whole seconds; {@code otherwise} where {@code text} is empty. */
  @Nullable Long seconds(String member, String text, @Nullable Long otherwise) {
    return text.isEmpty() ? otherwise : or(() -> Seconds.parse(member, text), otherwise);
  }

  /** Complains unless {@code right}. */
  void check(boolean right, String sentence) {
    if (!right) {
      sentences.add(sentence);
    }
  }

  /**
   * @throws IllegalArgumentException with one line for each complaint, if there is one
   */
  void raise() {
    if (!sentences.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", sentences));
    }
  }
}
