package io.flowscope.worker.replay;

import org.jspecify.annotations.Nullable;

/** The decision must be stopped: the code and the recorded history do not fit together. */
final class Diverged extends RuntimeException {
  private final @Nullable String at;

  Diverged(String why, @Nullable String at) {
    super(why, null, false, false);
    this.at = at;
  }

  /** Source line, where there is one. */
  @Nullable String at() {
    return at;
  }
}
