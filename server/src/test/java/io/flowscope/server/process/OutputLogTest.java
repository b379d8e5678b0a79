package io.flowscope.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLogTest {
  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void keepsTheLastLines() {
    OutputLog log = log();

    log.drain(stream("one\ntwo\n\nthree\n"));
    log.note("ended");

    assertThat(log.lastLines(3)).containsExactly("two", "three", "[ended]");
  }

  @Test
  void dropsWhatComesTooFastAndSaysHowMuch() throws Exception {
    OutputLog log = log();

    log.drain(new ByteArrayInputStream(new byte[10 << 20]));

    assertThat(Files.size(folder.resolve("a.log"))).isLessThan((1 << 20) + 1_000);
    assertThat(log.lastLines(1).getFirst()).isEqualTo("[9,437,184 bytes dropped]");
  }

  @Test
  void keepsTwoPartsOfTheFileOnly() throws Exception {
    OutputLog log = log();
    for (int i = 0; i < 20; i++) {
      nanos.addAndGet(1_000_000_000L);
      log.drain(new ByteArrayInputStream(new byte[1 << 20]));
    }

    assertThat(Files.size(folder.resolve("a.log"))).isLessThanOrEqualTo(4 << 20);
    assertThat(Files.size(folder.resolve("a.log.1"))).isLessThanOrEqualTo(4 << 20);
    assertThat(log.tail(100).omittedBytes()).isGreaterThan(4 << 20);
  }

  @Test
  void showsControlCharactersAsReplacements() {
    OutputLog log = log();

    log.drain(stream("red \u001b[31m and \u202e turned\n"));

    assertThat(log.tail(1_000).text()).isEqualTo("red \uFFFD[31m and \uFFFD turned\n");
  }

  private OutputLog log() {
    return new OutputLog(folder.resolve("a.log"), nanos::get);
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
