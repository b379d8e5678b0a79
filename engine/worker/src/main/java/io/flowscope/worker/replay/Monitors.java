package io.flowscope.worker.replay;

import io.flowscope.worker.lint.MonitorRanges;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Java before 24 cannot take a virtual thread off its carrier while it holds a monitor: a few such
 * barriers would stop all runs of the worker, without a word. So they are refused there.
 */
final class Monitors {
  private static final int HARMLESS_FROM = 24;
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  private static final ClassValue<MonitorRanges> RANGES =
      new ClassValue<>() {
        @Override
        protected MonitorRanges computeValue(Class<?> type) {
          return MonitorRanges.of(type);
        }
      };

  private Monitors() {}

  /**
   * To be called where a branch is about to wait.
   *
   * @param java the feature version of Java that it runs on
   * @throws IllegalStateException where the author's code holds a monitor and Java is below 24
   */
  static void refuse(int java, @Nullable CallSite here) {
    if (java >= HARMLESS_FROM) {
      return;
    }
    Optional<StackWalker.StackFrame> holder =
        WALKER.walk(frames -> frames.filter(Monitors::holds).findFirst());
    holder.ifPresent(
        frame -> {
          throw new IllegalStateException(
              "The workflow waits"
                  + (here == null ? "" : " at " + here.at())
                  + " while "
                  + frame.getMethodName()
                  + " holds a monitor ("
                  + frame.getFileName()
                  + ":"
                  + frame.getLineNumber()
                  + "), which Java before 24 cannot do without stopping other runs. Wait outside"
                  + " of synchronized, or run the worker on a newer JDK.");
        });
  }

  private static boolean holds(StackWalker.StackFrame frame) {
    return CallSite.author(frame)
        && RANGES
            .get(frame.getDeclaringClass())
            .holds(frame.getMethodName() + frame.getDescriptor(), frame.getByteCodeIndex());
  }
}
