package io.flowscope.worker.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The decision must be stopped: the code and the recorded history do not fit together. */
final class Diverged extends RuntimeException {
  private final @Nullable String at;
  private final transient List<String> diff;

  Diverged(String why, @Nullable String at) {
    this(why, at, List.of());
  }

  /**
   * @param diff what the history has, each line with {@code -} in front, and what the code asks for
   *     instead, with {@code +}
   */
  Diverged(String why, @Nullable String at, List<String> diff) {
    super(why, null, false, false);
    this.at = at;
    this.diff = List.copyOf(diff);
  }

  List<String> diff() {
    return diff;
  }

  /** Source line, where there is one. */
  @Nullable String at() {
    return at;
  }
}
