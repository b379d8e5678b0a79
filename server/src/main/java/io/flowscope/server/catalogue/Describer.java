package io.flowscope.server.catalogue;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds out what a jar offers, by running its catalogue outside this process. */
public interface Describer {

  /** The newest feature version of Java that workers run, for instance 25. */
  int javaVersion();

  /** Describes the jar; takes seconds at most and never throws for what the jar does. */
  Result describe(Path jar);

  /** What came of it. */
  sealed interface Result {
    /** The jar filled its catalogue. */
    record Described(JarDescription description) implements Result {}

    /**
     * It did not.
     *
     * @param sentence what went wrong, in words for the author
     * @param details the end of what it printed or the stack, or null
     */
    record Failed(String sentence, @Nullable String details) implements Result {}
  }
}
