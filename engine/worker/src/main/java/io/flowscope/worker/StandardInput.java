package io.flowscope.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The lines of standard input, read by a thread of its own. When the input closes, whoever started
 * this process is gone or wants it to end, so that it ends, whatever the author's code does.
 */
final class StandardInput {
  /** As if killed by SIGTERM. */
  private static final int CLOSED = 143;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private volatile Runnable whenClosed = () -> {};

  private StandardInput() {}

  static StandardInput open(InputStream in) {
    StandardInput input = new StandardInput();
    // A platform thread: author code may hold every carrier of virtual threads.
    Thread.ofPlatform().daemon().name("standard-input").start(() -> input.read(in));
    return input;
  }

  private void read(InputStream in) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // The same as its end.
    }
    whenClosed.run();
    Runtime.getRuntime().halt(CLOSED);
  }

  /** What is done first when it closes, instead of nothing; it may take its time. */
  void whenClosed(Runnable action) {
    whenClosed = action;
  }

  /** The next line; waits for it. */
  String line() {
    try {
      return lines.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a line of input", e);
    }
  }
}
