package io.flowscope.spi;

import io.flowscope.TaskFailed;
import java.io.PrintWriter;
import java.io.StringWriter;

/** How an author's exception becomes a {@link TaskFailed}; the same on every backend. */
public final class Failures {
  /** SWF's longest reason, in characters. */
  public static final int REASON_MAX = 256;

  private Failures() {}

  /** The failure of {@code task} that threw {@code cause}. */
  public static TaskFailed of(String task, Throwable cause) {
    TaskFailed failure = new TaskFailed(task, reason(cause), details(cause));
    failure.initCause(cause);
    return failure;
  }

  /** One line that says what was thrown, cut to {@value #REASON_MAX} characters. */
  public static String reason(Throwable cause) {
    String message = safeMessage(cause);
    String reason =
        message.isBlank()
            ? cause.getClass().getSimpleName()
            : cause.getClass().getSimpleName()
                + ": "
                + message.strip().lines().findFirst().orElse("");
    return reason.length() <= REASON_MAX ? reason : reason.substring(0, REASON_MAX - 1) + "…";
  }

  /** The stack trace as text. */
  public static String details(Throwable cause) {
    StringWriter text = new StringWriter();
    try (PrintWriter out = new PrintWriter(text)) {
      cause.printStackTrace(out);
    } catch (RuntimeException e) {
      return cause.getClass().getName();
    }
    return text.toString();
  }

  /** An author's {@code getMessage} may itself throw, or give null. */
  private static String safeMessage(Throwable cause) {
    try {
      String message = cause.getMessage();
      return message == null ? "" : message;
    } catch (RuntimeException e) {
      return "";
    }
  }
}
