package io.flowscope.worker.replay;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The author's line that called us.
 *
 * @param at {@code ProcessVideo.java:33}
 * @param method the method that holds the line
 */
record CallSite(String at, String method) {
  private static final StackWalker WALKER = StackWalker.getInstance();

  /** The innermost frame that is neither ours nor the JDK's; null where there is none. */
  static @Nullable CallSite here() {
    Optional<StackWalker.StackFrame> frame =
        WALKER.walk(frames -> frames.filter(CallSite::author).findFirst());
    return frame.map(CallSite::of).orElse(null);
  }

  private static CallSite of(StackWalker.StackFrame frame) {
    String file = frame.getFileName() == null ? frame.getClassName() : frame.getFileName();
    return new CallSite(file + ":" + frame.getLineNumber(), plain(frame.getMethodName()));
  }

  /** {@code lambda$process$0} is shown as the method that holds the lambda. */
  private static String plain(String method) {
    String[] parts = method.split("\\$", -1);
    return parts.length == 3 && parts[0].equals("lambda") ? parts[1] : method;
  }

  /** Whether a frame is of neither us nor the JDK. */
  static boolean author(StackWalker.StackFrame frame) {
    String name = frame.getClassName();
    return !(name.startsWith("java.")
        || name.startsWith("jdk.")
        || name.startsWith("sun.")
        || name.startsWith("com.sun.proxy.")
        || name.startsWith("io.flowscope.worker.")
        || name.startsWith("io.flowscope.spi.")
        || name.contains("$Proxy")
        || (name.startsWith("io.flowscope.") && name.indexOf('.', 13) < 0));
  }
}
