package io.flowscope.server.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One check of an uploaded jar and what came out of it.
 *
 * @param name what was checked, for instance {@code zip file}
 * @param state how it ended
 * @param detail one sentence: what was found
 * @param hint what to do about it, or null
 */
public record Check(String name, State state, String detail, @Nullable String hint) {

  /** How a check ended. */
  public enum State {
    /** As it should be. */
    @JsonProperty("ok")
    OK,
    /** Accepted, but worth reading. */
    @JsonProperty("warning")
    WARNING,
    /** The jar is refused for it. */
    @JsonProperty("failed")
    FAILED
  }

  static Check ok(String name, String detail) {
    return new Check(name, State.OK, detail, null);
  }

  static Check warning(String name, String detail, @Nullable String hint) {
    return new Check(name, State.WARNING, detail, hint);
  }

  static Check failed(String name, String detail, @Nullable String hint) {
    return new Check(name, State.FAILED, detail, hint);
  }
}
