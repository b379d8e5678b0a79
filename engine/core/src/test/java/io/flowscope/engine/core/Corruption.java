package io.flowscope.engine.core;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.store.EventStore;
import io.flowscope.engine.store.H2Store;
import io.flowscope.engine.store.RunRow;
import io.flowscope.engine.store.StoreException;
import io.flowscope.engine.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Damages copies of a data folder and looks what is noticed. Nothing may change silently: a copy is
 * refused when it is opened, or the damage is named when what is damaged is read or verified, or
 * all that is stored reads as it was written.
 */
final class Corruption {
  private static final int RUNS = 120;
  private static final int EVENTS_A_PAGE = 1_000;
  private static final long LONGEST_SECONDS = 120;
  private static final WorkflowType TYPE = new WorkflowType("W", "1");
  private static final TaskList LIST = new TaskList("l");

  /** What became of a damaged copy. */
  enum Outcome {
    /** Everything reads as it was written: the damage hit nothing that counts. */
    HARMLESS("all as written"),
    REFUSED("refused when opened"),
    NAMED("named when read"),
    /** Verify finds it, but an ordinary read handed out what nobody wrote. */
    ONLY_VERIFIED("only verify noticed"),
    SILENT("silent"),
    /** Something else than a sentence. */
    CRASH("no sentence");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }
  }

  /**
   * One copy.
   *
   * @param what for people: file and message
   */
  record Case(Damage damage, int number, Outcome outcome, String what) {}

  private final Path work;
  private final long seed;
  private final List<Case> cases = new ArrayList<>();

  Corruption(Path work, long seed) {
    this.work = work;
    this.seed = seed;
  }

  /**
   * Runs a part of the campaign, on a folder that was closed and on one that was left in the middle
   * of its work.
   *
   * @param share of each damage's usual number, at least once each
   */
  List<Case> run(double share) throws IOException {
    Path left = work.resolve("left");
    Path closed = work.resolve("closed");
    fill(closed, left);
    for (Path original : List.of(closed, left)) {
      Map<String, String> written = contents(copy(original, "reference"));
      if (written.size() < 1_500) {
        throw new AssertionError("Only " + written.size() + " things are stored");
      }
      for (Damage damage : Damage.values()) {
        int times = (int) Math.max(1, Math.round(damage.times() * share));
        for (int i = 0; i < times; i++) {
          one(original, written, damage, i);
        }
      }
    }
    return cases;
  }

  private void one(Path original, Map<String, String> written, Damage damage, int number)
      throws IOException {
    Path copy = copy(original, "copy");
    Random random = new Random(seed * 1_000_003 + damage.ordinal() * 10_007L + number);
    String file = original.getFileName() + "/" + damage.to(copy, random).getFileName() + ": ";
    CompletableFuture<Case> looked =
        CompletableFuture.supplyAsync(() -> look(copy, written, damage, number, file));
    try {
      cases.add(looked.get(LONGEST_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      cases.add(new Case(damage, number, Outcome.CRASH, file + "does not end"));
    } catch (ExecutionException e) {
      cases.add(new Case(damage, number, Outcome.CRASH, file + e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Case look(
      Path copy, Map<String, String> written, Damage damage, int number, String file) {
    try {
      Map<String, String> found = contents(copy);
      if (found.equals(written)) {
        return new Case(damage, number, Outcome.HARMLESS, file);
      }
      List<String> violations = Verify.folder(copy).violations();
      return new Case(
          damage,
          number,
          violations.isEmpty() ? Outcome.SILENT : Outcome.ONLY_VERIFIED,
          file + difference(written, found) + violations);
    } catch (Refused e) {
      return new Case(damage, number, Outcome.REFUSED, file + e.getMessage());
    } catch (StoreException e) {
      return new Case(damage, number, Outcome.NAMED, file + e.getMessage());
    }
  }

  /** The store could not be opened. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(StoreException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private static String difference(Map<String, String> written, Map<String, String> found) {
    for (Map.Entry<String, String> entry : written.entrySet()) {
      String now = found.get(entry.getKey());
      if (!entry.getValue().equals(now)) {
        return entry.getKey() + " was " + entry.getValue() + " and is " + now;
      }
    }
    return "there is more than was written";
  }

  /** All that ordinary reads give, by what it is. */
  private static Map<String, String> contents(Path folder) {
    Map<String, String> all = new TreeMap<>();
    try (EventStore store = opened(folder)) {
      EventStore.Loaded loaded = store.load();
      if (!loaded.damaged().sentences().isEmpty()) {
        throw new StoreException(String.join(" ", loaded.damaged().sentences()));
      }
      loaded.registry().forEach(row -> all.put("registry " + all.size(), row.toString()));
      loaded.leases().forEach(lease -> all.put("lease " + lease.token(), lease.toString()));
      loaded.openRuns().forEach(row -> all.put("open " + row.number(), row.toString()));
      all.put("total", Long.toString(loaded.totalEvents()));
      List<RunRow> page = store.runsAfter(0, EVENTS_A_PAGE);
      while (!page.isEmpty()) {
        for (RunRow row : page) {
          all.put("run " + row.number(), row.toString());
          events(store, row)
              .forEach(
                  event ->
                      all.put("event " + row.number() + "/" + event.eventId(), Wire.encode(event)));
        }
        page = store.runsAfter(page.getLast().number(), EVENTS_A_PAGE);
      }
    }
    return all;
  }

  /** Of a closed execution it is known how many events it has. */
  private static List<HistoryEvent> events(EventStore store, RunRow row) {
    return row.closing() == null
        ? store.events(row.number(), 1, EVENTS_A_PAGE, false)
        : new Histories(store, new Published())
            .read(row.number(), 1, row.closing().lastEventId(), EVENTS_A_PAGE, false);
  }

  private static EventStore opened(Path folder) {
    try {
      return new H2Store(folder, true);
    } catch (StoreException e) {
      throw new Refused(e);
    }
  }

  /** Works on {@code closed}, and copies it to {@code left} while it is still open. */
  private static void fill(Path closed, Path left) throws IOException {
    try (Engine engine = Engine.open(EngineConfig.at(closed).withRandom(new Random(1)))) {
      engine.call(new Action.RegisterDomain("d", "a domain", "1", null)).join();
      engine
          .call(
              new Action.RegisterWorkflowType(
                  "d", "W", "1", null, "300", "3600", LIST, null, ChildPolicy.ABANDON, null))
          .join();
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        calls.add(
            engine.call(
                new Action.StartWorkflowExecution(
                    "d",
                    "w" + i,
                    TYPE,
                    null,
                    null,
                    "[" + i + "]",
                    null,
                    List.of("t" + i % 7),
                    null,
                    null,
                    null)));
      }
      calls.forEach(CompletableFuture::join);
      for (int i = 0; i < RUNS; i++) {
        decide(engine, i);
      }
      copyTo(closed, left);
    }
    compact(closed);
  }

  /** What was written over is dropped from the file, so that damage hits what counts. */
  private static void compact(Path folder) throws IOException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("shutdown compact");
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static void decide(Engine engine, int i) {
    DecisionTask task =
        engine.call(new Action.PollForDecisionTask("d", LIST, "x", null, null, null, null)).join();
    List<Decision> decisions = new ArrayList<>();
    for (int marker = 0; marker < 12; marker++) {
      decisions.add(new Decision.RecordMarker("m" + marker, "value " + marker + " of " + i));
    }
    if (i % 2 == 0) {
      decisions.add(new Decision.CompleteWorkflowExecution("\"result " + i + "\""));
    }
    if (i % 5 != 1) {
      engine
          .call(
              new Action.RespondDecisionTaskCompleted(
                  task.taskToken(), decisions, "context " + i, null, null))
          .join();
    }
  }

  private Path copy(Path original, String name) throws IOException {
    Path copy = work.resolve(name);
    if (Files.exists(copy)) {
      try (Stream<Path> old = Files.walk(copy)) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    copyTo(original, copy);
    return copy;
  }

  private static void copyTo(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** A table of what became of the copies. */
  static String table(List<Case> cases) {
    Map<Damage, Map<Outcome, Integer>> counts = new EnumMap<>(Damage.class);
    for (Case one : cases) {
      counts
          .computeIfAbsent(one.damage(), damage -> new EnumMap<>(Outcome.class))
          .merge(one.outcome(), 1, Integer::sum);
    }
    StringBuilder table = new StringBuilder("| damage | copies |");
    for (Outcome outcome : Outcome.values()) {
      table.append(' ').append(outcome.words).append(" |");
    }
    table.append("\n|---|---|").append("---|".repeat(Outcome.values().length)).append('\n');
    counts.forEach(
        (damage, outcomes) -> {
          int copies = outcomes.values().stream().mapToInt(Integer::intValue).sum();
          table.append("| ").append(damage.words()).append(" | ").append(copies).append(" |");
          for (Outcome outcome : Outcome.values()) {
            table.append(' ').append(outcomes.getOrDefault(outcome, 0)).append(" |");
          }
          table.append('\n');
        });
    return table.toString();
  }

  /**
   * The whole campaign.
   *
   * @param arguments a seed, and optionally a share of the usual numbers
   */
  public static void main(String[] arguments) throws IOException {
    Path work = Files.createTempDirectory("flowscope-corruption");
    boolean sound;
    try {
      long seed = Long.parseLong(arguments[0]);
      double share = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
      List<Case> cases = new Corruption(work, seed).run(share);
      cases.stream()
          .filter(one -> one.outcome().compareTo(Outcome.NAMED) > 0)
          .forEach(one -> System.err.println("seed " + seed + ": " + one));
      System.out.print(table(cases));
      sound = isSound(cases);
    } finally {
      try (Stream<Path> all = Files.walk(work)) {
        all.sorted(Comparator.reverseOrder())
            .forEach(
                file -> {
                  try {
                    Files.delete(file);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
      }
    }
    System.exit(sound ? 0 : 1);
  }

  static boolean isSound(List<Case> cases) {
    return cases.stream().allMatch(one -> one.outcome().compareTo(Outcome.NAMED) <= 0);
  }
}
