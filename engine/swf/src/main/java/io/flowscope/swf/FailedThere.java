package io.flowscope.swf;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Somebody answered that it failed there; whether the call was carried out is not known. */
public final class FailedThere extends IOException {
  private static final long serialVersionUID = 1;

  FailedThere(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
