package io.flowscope.server.whole;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.core.Verify;
import io.flowscope.engine.model.WorkflowExecution;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kills a process with an engine in it again and again, at moments drawn from a seed, and compares
 * after each kill what its clients were answered with what the database holds.
 */
final class EngineKills {
  /** Answered calls before a kill at least. */
  static final int FLOOR = 100;

  private static final List<HaltAt.Point> POINTS =
      List.of(HaltAt.Point.WRITE, HaltAt.Point.SYNC, HaltAt.Point.ANSWER, HaltAt.Point.FOLD);

  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);

  /** Open executions that are read after a kill though its process had nothing to do with them. */
  private static final int OTHERS = 20;

  /** In this time after it began a process opens the database, or has just opened it. */
  private static final int OPENING_NANOS = 500_000_000;

  private final Path folder;
  private final List<String> options;
  private final Random random;
  private final long seed;
  private final Ledger ledger = new Ledger();
  private final KillFigures figures = new KillFigures();

  EngineKills(Path folder, long seed) {
    this(folder, seed, List.of());
  }

  /**
   * @param options of Java for the processes that are killed
   */
  EngineKills(Path folder, long seed, List<String> options) {
    this.folder = folder;
    this.options = options;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Kills so many times, then lets all executions end. */
  KillFigures run(int kills) {
    for (int round = 0; round < kills && figures.violations().isEmpty(); round++) {
      if (random.nextInt(5) == 0) {
        killWhileOpening(round);
      }
      List<Note> notes = killed(round);
      keep();
      try (Engine engine = open()) {
        LedgerCheck check = new LedgerCheck(engine, EngineChild.DOMAIN, ledger);
        check.resolve();
        check.repeat(notes);
        check.check(touched(notes, check.open()));
        figures.add(check);
      }
      figures.violations(Verify.folder(folder).violations());
    }
    drain();
    figures.answered(ledger);
    return figures;
  }

  /** Keeps a copy of what the kill left, to look at when something is wrong with it. */
  private void keep() {
    Path copy = folder.resolveSibling(folder.getFileName() + ".killed");
    try {
      Files.createDirectories(copy);
      try (Stream<Path> old = Files.list(copy)) {
        for (Path file : old.toList()) {
          Files.delete(file);
        }
      }
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Engine open() {
    return Engine.open(EngineConfig.at(folder));
  }

  /**
   * What the process had to do with, and some of the others; all are read in the end, and by {@code
   * Verify} every time.
   */
  private Set<String> touched(List<Note> notes, List<WorkflowExecution> open) {
    Set<String> ids = new LinkedHashSet<>();
    notes.forEach(note -> ids.add(note.workflowId()));
    List<WorkflowExecution> others = new ArrayList<>(open);
    Collections.shuffle(others, random);
    others.stream().limit(OTHERS).forEach(execution -> ids.add(execution.workflowId()));
    return ids;
  }

  /** What one process did until it was killed, by what it told. */
  private List<Note> killed(int round) {
    // Every second kill comes at a point that takes microseconds, the others at any moment.
    HaltAt.Point point = round % 2 == 0 ? null : POINTS.get(round / 2 % POINTS.size());
    int answers = FLOOR + random.nextInt(150);
    long delay = random.nextInt(20_000_000);
    List<Note> notes = new ArrayList<>();
    int answered = 0;
    long begin = System.nanoTime();
    Process process = child("r" + round);
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.equals(EngineChild.READY)) {
        line = out.readLine();
      }
      figures.ready(Duration.ofNanos(System.nanoTime() - begin), process.toHandle());
      for (line = out.readLine(); line != null; line = out.readLine()) {
        Note note = Note.parse(line).orElse(null);
        if (note != null) {
          ledger.accept(note);
          notes.add(note);
          if (note.state() == Note.State.ANSWERED && ++answered == answers) {
            LockSupport.parkNanos(delay);
            kill(process, point);
          }
        }
      }
      int code = process.waitFor();
      if (point != null && code != HaltAt.REACHED) {
        figures.violations(List.of("Round " + round + " never came to " + point));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    figures.killed(answered, FLOOR, point);
    return notes;
  }

  private static void kill(Process process, HaltAt.@Nullable Point point) throws IOException {
    if (point == null) {
      process.toHandle().destroyForcibly();
    } else {
      process.getOutputStream().write(point.ordinal());
      process.getOutputStream().flush();
    }
  }

  /** A process that is killed while it opens the database, or has just opened it. */
  private void killWhileOpening(int round) {
    long delay = random.nextInt(OPENING_NANOS);
    Process process = child("o" + round);
    BufferedReader out = process.inputReader();
    try {
      String line = out.readLine();
      while (line != null && !line.equals(EngineChild.OPENING)) {
        line = out.readLine();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    long until = System.nanoTime() + delay;
    while (System.nanoTime() < until && process.isAlive()) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
    // Not by the process itself, which would close its output unread.
    process.toHandle().destroyForcibly();
    out.lines().flatMap(line -> Note.parse(line).stream()).forEach(ledger);
    process.onExit().join();
    figures.killedWhileOpening();
  }

  /**
   * Options with which these processes start in half the time.
   *
   * @param work a folder for the classes of one that is not killed
   */
  static List<String> quick(Path work) {
    Path archive = work.resolve("classes.jsa");
    List<String> write = List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds*=off");
    Process process = new EngineKills(work.resolve("engine"), 0, write).child("classes");
    try (BufferedReader out = process.inputReader()) {
      process.outputWriter().close();
      out.lines().forEach(line -> {});
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    process.onExit().join();
    return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
  }

  private Process child(String name) {
    List<String> command = new ArrayList<>(List.of(ServerProcess.java()));
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            EngineChild.class.getName(),
            folder.toString(),
            name,
            Long.toString(seed)));
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Nothing may be stuck: with clients at work, every execution ends. */
  private void drain() {
    try (Engine engine = open()) {
      LedgerCheck check = new LedgerCheck(engine, EngineChild.DOMAIN, ledger);
      Drain.all(engine, EngineChild.DOMAIN, ledger, check, "drain", LONGEST_DRAIN);
      check.check(ledger.workflowIds());
      figures.add(check);
    }
    Verify.Report report = Verify.folder(folder);
    figures.violations(report.violations());
    figures.events(report.events());
  }
}
