package io.flowscope.server.swf;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the answers to the calls of one request go, as they come. */
interface AnswerStream {
  /** Whether the client is known to have gone. */
  boolean isGone();

  /**
   * Writes a piece of the answer. The next one is given when {@code written} was told.
   *
   * @param calls how many answers are in it
   * @param last whether nothing comes after it
   * @param written told null, or why nobody got it; perhaps before this method returns
   */
  void write(byte[] piece, int calls, boolean last, Consumer<@Nullable Throwable> written);

  /** Nothing was written, and nothing will be: the client has gone. */
  void abandon();
}
