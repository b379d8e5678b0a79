package io.flowscope.swf;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.flowscope.engine.wire.Wire;
import io.flowscope.swf.Transport.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call that goes together with others, and the answer to it. */
final class SharedCall {
  /** The endpoint knows no envelopes, so that nothing was done: it must be made alone. */
  static final Reply UNKNOWN_THERE = new Reply(0, new byte[0]);

  private static final Duration PATIENCE_FOR_NOTICES = Duration.ofSeconds(10);

  private final String action;
  private final byte[] input;
  private final long deadline;
  private final CompletableFuture<Reply> reply = new CompletableFuture<>();
  private volatile @Nullable String place;

  /**
   * @param deadline a value of {@link System#nanoTime}
   */
  SharedCall(String action, byte[] input, long deadline) {
    this.action = action;
    this.input = input;
    this.deadline = deadline;
  }

  /** Something that the server is told, and that nobody waits for. */
  static SharedCall notice(String action, String text) {
    return new SharedCall(
        action,
        text.getBytes(StandardCharsets.UTF_8),
        System.nanoTime() + PATIENCE_FOR_NOTICES.toNanos());
  }

  String action() {
    return action;
  }

  byte[] input() {
    return input;
  }

  long deadline() {
    return deadline;
  }

  CompletableFuture<Reply> reply() {
    return reply;
  }

  boolean isPoll() {
    return action.startsWith("PollFor");
  }

  /** The exchange that carries it, and its index there; null until it is sent. */
  @Nullable String place() {
    return place;
  }

  void sentAs(String exchangeAndIndex) {
    place = exchangeAndIndex;
  }

  /** Of the task that an answer to this call hands out; null where it hands out none. */
  @Nullable String taskToken(Reply answer) {
    if (!isPoll() || answer.status() != 200) {
      return null;
    }
    try {
      return Wire.JSON
          .readTree(new String(answer.body(), StandardCharsets.UTF_8))
          .path("taskToken")
          .textValue();
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
