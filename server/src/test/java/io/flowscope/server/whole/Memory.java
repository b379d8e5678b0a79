package io.flowscope.server.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a server holds. */
final class Memory {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private Memory() {}

  static String report(ServerProcess server) {
    long before = resident(server.pid());
    String live = Figures.number(live(server.pid()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(Figures.row("server process, resident (heap limit 512 MiB)", mebibytes(before)));
    rows.add(Figures.row("of this live heap, after a collection", live));
    server.descendants().stream()
        .filter(child -> child.info().command().map(c -> c.endsWith("java")).orElse(false))
        .forEach(
            child ->
                rows.add(
                    Figures.row("its worker process, resident", mebibytes(resident(child.pid())))));
    rows.add(Figures.row("its data folder on the disk", mebibytes(size(server.data()) / 1_024)));
    return Figures.table(Figures.row("After all runs above, MiB", ""), rows);
  }

  /**
   * What is alive in the heap of a Java process, in MiB: counted right after a collection, while
   * its threads stand still, so that nothing counts that they make meanwhile.
   */
  static double live(long pid) {
    String histogram = jcmd(pid, "GC.class_histogram");
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IllegalStateException("No total in " + histogram);
    }
    return Long.parseLong(total.group(1)) / 1_048_576.0;
  }

  /** The threads of a process as the system counts them: without virtual ones. */
  static double threads(long pid) {
    return count(Path.of("/proc", Long.toString(pid), "task"));
  }

  /** The files and connections that a process has open. */
  static double files(long pid) {
    return count(Path.of("/proc", Long.toString(pid), "fd"));
  }

  private static long count(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mebibytes(long kibibytes) {
    return Figures.number(kibibytes / 1_024.0);
  }

  private static long resident(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String jcmd(long pid, String command) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process = new ProcessBuilder(jcmd, Long.toString(pid), command).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
