package io.flowscope.worker.replay;

import java.util.ResourceBundle;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A logger that says nothing while old rounds are replayed. */
record QuietLogger(System.Logger logger, BooleanSupplier quiet) implements System.Logger {
  @Override
  public String getName() {
    return logger.getName();
  }

  @Override
  public boolean isLoggable(Level level) {
    return !quiet.getAsBoolean() && logger.isLoggable(level);
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      logger.log(level, bundle, message, thrown);
    }
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String format, Object @Nullable ... params) {
    if (isLoggable(level)) {
      logger.log(level, bundle, format, params);
    }
  }
}
