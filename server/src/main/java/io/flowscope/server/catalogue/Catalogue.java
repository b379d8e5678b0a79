package io.flowscope.server.catalogue;

import io.flowscope.server.catalogue.JarDescription.ActivityEntry;
import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The uploaded jars, kept as {@code DIR/jars/<hash>.jar} with {@code <hash>.json} beside it. Safe
 * for use by several threads.
 */
public final class Catalogue {
  private static final int DESCRIBED_AT_ONCE = 2;

  private final JarFolder folder;
  private final Describer describer;
  private final InstantSource clock;
  private final long maximumBytes;
  private final Semaphore describing = new Semaphore(DESCRIBED_AT_ONCE, true);
  private volatile State state;

  private Catalogue(
      JarFolder folder, Describer describer, InstantSource clock, long maximumBytes, State state) {
    this.folder = folder;
    this.describer = describer;
    this.clock = clock;
    this.maximumBytes = maximumBytes;
    this.state = state;
  }

  /**
   * Opens the folder, makes it if needed and removes what an interrupted upload left.
   *
   * @param folder {@code DIR/jars}
   * @param maximumBytes of one upload
   */
  public static Catalogue open(
      Path folder, Describer describer, InstantSource clock, long maximumBytes) throws IOException {
    JarFolder files = JarFolder.open(folder);
    return new Catalogue(files, describer, clock, maximumBytes, State.of(files.load()));
  }

  /**
   * Checks the jar, has it described in a process of its own and stores it. Only {@link
   * AddResult.Added} changes anything.
   *
   * @param fileName as the client calls it; only shown
   * @throws IOException when {@code content} cannot be read or the folder not be written
   */
  public AddResult add(InputStream content, String fileName) throws IOException {
    String name = shortened(fileName);
    try (JarFolder.Upload upload = folder.receive(content, maximumBytes)) {
      if (upload.tooLarge()) {
        return new AddResult.TooLarge(name, maximumBytes);
      }
      Optional<StoredJar> there = jar(upload.hash());
      if (there.isPresent()) {
        return new AddResult.AlreadyThere(there.get());
      }
      List<Check> checks =
          new ArrayList<>(new JarChecks(describer.javaVersion()).check(upload.file()));
      if (checks.getLast().state() == Check.State.FAILED) {
        return new AddResult.Rejected(name, List.copyOf(checks));
      }
      JarDescription description = describe(upload.file(), checks);
      if (description == null) {
        return new AddResult.Rejected(name, List.copyOf(checks));
      }
      return store(upload, name, description, checks);
    }
  }

  private @Nullable JarDescription describe(Path file, List<Check> checks) throws IOException {
    Describer.Result result;
    try {
      describing.acquire();
      try {
        result = describer.describe(file);
      } finally {
        describing.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The server is stopping.", e);
    }
    return switch (result) {
      case Describer.Result.Failed failed -> {
        checks.add(Check.failed("description", failed.sentence(), failed.details()));
        yield null;
      }
      case Describer.Result.Described described -> {
        JarDescription description = described.description();
        if (description.workflows().isEmpty() && description.activities().isEmpty()) {
          checks.add(
              Check.failed(
                  "description",
                  "The jar's catalogue offers no workflow and no task.",
                  "Call catalogue.workflow(…) in the class that implements WorkflowJar."));
          yield null;
        }
        checks.add(found(description));
        for (String warning : description.warnings()) {
          checks.add(Check.warning("description", warning, null));
        }
        yield description;
      }
    };
  }

  private static Check found(JarDescription description) {
    List<String> names = description.workflows().stream().map(WorkflowEntry::name).toList();
    return Check.ok(
        "description",
        "%s; %s."
            .formatted(
                names.isEmpty()
                    ? "No workflow"
                    : (names.size() == 1 ? "Workflow " : "Workflows ") + String.join(", ", names),
                description.activities().size() == 1
                    ? "1 task"
                    : description.activities().size() + " tasks"));
  }

  private synchronized AddResult store(
      JarFolder.Upload upload, String name, JarDescription description, List<Check> checks)
      throws IOException {
    Optional<StoredJar> there = jar(upload.hash());
    if (there.isPresent()) {
      return new AddResult.AlreadyThere(there.get());
    }
    for (WorkflowEntry workflow : description.workflows()) {
      workflow(workflow.name(), workflow.version())
          .ifPresent(offer -> checks.add(replaces(workflow, offer.jar())));
    }
    long now = now();
    StoredJar jar =
        new StoredJar(upload.hash(), name, upload.size(), now, now, description, checks);
    folder.keep(upload, jar);
    List<StoredJar> jars = new ArrayList<>(state.jars);
    jars.add(jar);
    state = State.of(jars);
    return new AddResult.Added(jar);
  }

  private static Check replaces(WorkflowEntry workflow, StoredJar before) {
    return Check.warning(
        "versions",
        "%s version %s was provided by %s (%s)."
            .formatted(workflow.name(), workflow.version(), before.fileName(), before.hash12()),
        "New executions use this jar, open ones stay with theirs.");
  }

  /** After everything before, also when the clock was set back. */
  private long now() {
    long newest = state.jars.isEmpty() ? 0 : state.jars.getFirst().usedFrom();
    return Math.max(clock.millis(), newest + 1);
  }

  /**
   * Lets new executions use this jar again, as if it had been uploaded now.
   *
   * @return false when they do already, and nothing was changed
   */
  public synchronized boolean useAgain(StoredJar jar) throws IOException {
    StoredJar again = jar.usedFrom(now());
    List<StoredJar> jars = new ArrayList<>(state.jars);
    if (!jars.remove(jar)) {
      throw new IllegalArgumentException(jar.hash12() + " is not stored.");
    }
    jars.add(again);
    State next = State.of(jars);
    if (next.lists.equals(state.lists) && next.offersBy(again) == state.offersBy(again)) {
      return false;
    }
    folder.rewrite(again);
    state = next;
    return true;
  }

  /** All jars, the one that was uploaded, or chosen again, last first. */
  public List<StoredJar> jars() {
    return state.jars;
  }

  /** The jar whose hash starts with {@code digits} (12 or more hex digits). */
  public Optional<StoredJar> jar(String digits) {
    return digits.length() < 12
        ? Optional.empty()
        : state.jars.stream().filter(jar -> jar.hash().startsWith(digits)).findFirst();
  }

  /** Where the bytes of a stored jar are. */
  public Path path(StoredJar jar) {
    return folder.path(jar.hash());
  }

  /** Every workflow type with the jar that new executions of it use, by name and version. */
  public List<Offer> workflows() {
    return state.workflows;
  }

  /**
   * The workflow of that name.
   *
   * @param version null for the version uploaded last
   */
  public Optional<Offer> workflow(String name, @Nullable String version) {
    return state.workflows.stream()
        .filter(offer -> offer.workflow().name().equals(name))
        .filter(offer -> version == null || offer.workflow().version().equals(version))
        .max(Comparator.comparingLong(offer -> offer.jar().usedFrom()));
  }

  /** Whether the jar is the newest upload of at least one of its types. */
  public boolean isCurrent(StoredJar jar) {
    return !defaultLists(jar).isEmpty();
  }

  /**
   * The default task lists that this jar serves now: those of the types whose newest upload it is.
   */
  public List<String> defaultLists(StoredJar jar) {
    return state.lists.entrySet().stream()
        .filter(entry -> entry.getValue().equals(jar.hash()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /**
   * A source text that the jar carries.
   *
   * @param digits 12 or more digits of the jar's hash
   * @param file {@code ProcessVideo.java} as in a call site, or a class's full name
   */
  public Optional<String> source(String digits, String file) {
    return jar(digits).flatMap(jar -> Sources.find(path(jar), file));
  }

  private static String shortened(String fileName) {
    String name =
        fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
    name = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "");
    return name.isBlank() ? "upload.jar" : name.substring(0, Math.min(name.length(), 200));
  }

  /** What was uploaded, and what follows from it. */
  private record State(List<StoredJar> jars, List<Offer> workflows, Map<String, String> lists) {

    /** How many workflows new executions get from the jar. */
    long offersBy(StoredJar jar) {
      return workflows.stream().filter(offer -> offer.jar().hash().equals(jar.hash())).count();
    }

    static State of(List<StoredJar> unordered) {
      List<StoredJar> oldestFirst = new ArrayList<>(unordered);
      oldestFirst.sort(Comparator.comparingLong(StoredJar::usedFrom));
      Map<List<String>, Offer> offers = new LinkedHashMap<>();
      Map<String, String> lists = new HashMap<>();
      for (StoredJar jar : oldestFirst) {
        for (WorkflowEntry workflow : jar.description().workflows()) {
          offers.put(List.of(workflow.name(), workflow.version()), new Offer(jar, workflow));
          lists.put(TypeLists.ofName(workflow), jar.hash());
          workflow.chosenLists().forEach(list -> lists.put(list, jar.hash()));
        }
        for (ActivityEntry activity : jar.description().activities()) {
          if (activity.implemented()) {
            lists.put(TypeLists.of(activity), jar.hash());
            activity.chosenLists().forEach(list -> lists.put(list, jar.hash()));
          }
        }
      }
      List<Offer> sorted = new ArrayList<>(offers.values());
      sorted.sort(
          Comparator.comparing((Offer offer) -> offer.workflow().name())
              .thenComparing(offer -> offer.workflow().version()));
      return new State(List.copyOf(oldestFirst.reversed()), List.copyOf(sorted), Map.copyOf(lists));
    }
  }
}
