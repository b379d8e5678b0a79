package io.flowscope.server.process;

import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.server.OwnerOnly;
import io.flowscope.server.catalogue.AddResult;
import io.flowscope.server.catalogue.Catalogue;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.connect.Connection;
import io.flowscope.server.connect.Connections;
import io.flowscope.server.swf.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an uploaded jar sets in motion on all connections: it is stored, its types are registered,
 * its workers run. The one object that the server opens for jars and workers, and closes before the
 * engine.
 */
public final class Deployment implements AutoCloseable {
  /** The identities of this server's own workers for its own engine. */
  private static final Pattern OURS = Pattern.compile("fs\\.[0-9a-f]{12}\\.\\d+\\.[a-z0-9]{8}");

  private final Path data;
  private final Connections connections;
  private final Leases leases;
  private final KeyRing keys;
  private final ProcessSettings settings;
  private final InstantSource clock;
  private final WorkerLauncher launcher;
  private final Catalogue catalogue;
  private volatile List<Crew> crews = List.of();

  private Deployment(
      Path data,
      Connections connections,
      Leases leases,
      KeyRing keys,
      ProcessSettings settings,
      InstantSource clock,
      WorkerLauncher launcher,
      Catalogue catalogue) {
    this.data = data;
    this.connections = connections;
    this.leases = leases;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
    this.launcher = launcher;
    this.catalogue = catalogue;
  }

  /**
   * Opens the catalogue below {@code data}. No process is started yet, except to describe an
   * upload.
   *
   * @param data the server's data folder
   * @param leases of the embedded engine
   */
  public static Deployment open(
      Path data,
      Connections connections,
      Leases leases,
      KeyRing keys,
      ProcessSettings settings,
      InstantSource clock)
      throws IOException {
    WorkerLauncher launcher =
        WorkerLauncher.open(
            data.resolve("cache"), data.resolve("work"), settings.heap(), settings.isolation());
    Catalogue catalogue =
        Catalogue.open(
            data.resolve("jars"),
            new WorkerDescriber(launcher, settings.describeLimit()),
            clock,
            settings.maximumUpload());
    return new Deployment(data, connections, leases, keys, settings, clock, launcher, catalogue);
  }

  /**
   * Frees the tasks of an earlier server's workers, registers the types of all stored jars and
   * starts the workers that are needed; elsewhere than on the embedded engine, that happens behind.
   * To be called when the endpoint answers.
   *
   * @param endpoint where workers find the SWF endpoint
   */
  public void start(URI endpoint) throws IOException {
    for (String identity : Set.copyOf(leases.leaseHolders())) {
      if (OURS.matcher(identity).matches()) {
        leases.workerLost(identity).join();
      }
    }
    Path logs = OwnerOnly.folder(data.resolve("logs"));
    crews =
        connections.all().stream()
            .map(one -> new Crew(shop(one, endpoint, logs), catalogue))
            .toList();
    Crew own = crews.getFirst();
    for (StoredJar jar : catalogue.jars().reversed()) {
      own.prepare(jar).join();
    }
    crews.forEach(Crew::start);
  }

  private Workshop shop(Connection connection, URI endpoint, Path logs) {
    return new Workshop(
        connection,
        launcher,
        catalogue::path,
        keys,
        connection.isLocal() ? leases : Leases.UNKNOWN,
        settings,
        endpoint,
        logs,
        clock,
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("workers-" + connection.name()).factory()),
        WorkerLauncher.Life.LONG,
        null);
  }

  /**
   * {@link #provide}, and new executions use the jar also where these bytes were stored before: who
   * uploads a jar wants it to run.
   */
  public AddResult add(InputStream content, String fileName) throws IOException {
    AddResult result = provide(content, fileName);
    return result instanceof AddResult.AlreadyThere(StoredJar jar) && useAgain(jar)
        ? new AddResult.UsedAgain(catalogue.jar(jar.hash()).orElseThrow())
        : result;
  }

  /**
   * {@link Catalogue#useAgain}, and its workers serve its types; open executions stay with theirs.
   */
  public boolean useAgain(StoredJar jar) throws IOException {
    if (!catalogue.useAgain(jar)) {
      return false;
    }
    if (!crews.isEmpty()) {
      crews.getFirst().prepare(jar).join();
      crews.forEach(Crew::serve);
    }
    return true;
  }

  /** {@link Catalogue#add}, then registers its types and starts its worker. */
  public AddResult provide(InputStream content, String fileName) throws IOException {
    AddResult result = catalogue.add(content, fileName);
    if (result instanceof AddResult.Added added && !crews.isEmpty()) {
      // The other connections look for themselves.
      crews.getFirst().prepare(added.jar()).join();
      crews.getFirst().wake(added.jar());
    }
    return result;
  }

  /**
   * Done when the domain and the types of the jar are known on the connection, and its worker is
   * being started; fails as calls there do.
   */
  public CompletableFuture<Void> prepare(String connection, StoredJar jar) {
    return crew(connection).map(crew -> crew.prepare(jar)).orElseGet(Deployment::notYet);
  }

  /** To be said when an execution was sent to another jar: that one's worker is wanted soon. */
  public void moves(String connection, WorkflowExecution execution, StoredJar jar) {
    crew(connection).ifPresent(crew -> crew.moves(execution, jar));
  }

  private static CompletableFuture<Void> notYet() {
    return CompletableFuture.completedFuture(null);
  }

  /** The stored jars. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** What keeps workers away from the rest of the machine. */
  public Isolation isolation() {
    return launcher.isolation();
  }

  /** The places of workers on all connections; none before {@link #start}. */
  public List<WorkerState> workers() {
    return crews.stream().flatMap(crew -> crew.workers().list().stream()).toList();
  }

  /** The jar's worker on a connection. */
  public Optional<WorkerState> worker(String connection, StoredJar jar) {
    return crew(connection).flatMap(crew -> crew.workers().find(jar.hash12()));
  }

  /** The worker with that {@link WorkerState#id}. */
  public Optional<WorkerState> worker(String id) {
    return workers().stream().filter(state -> state.id().equals(id)).findFirst();
  }

  /** The end of what a jar's workers printed, at most {@code maximumBytes}. */
  public Optional<LogTail> log(WorkerState worker, int maximumBytes) {
    return crew(worker.connection())
        .flatMap(crew -> crew.workers().log(worker.jarHash().substring(0, 12), maximumBytes));
  }

  private Optional<Crew> crew(String connection) {
    return crews.stream().filter(crew -> crew.connection().name().equals(connection)).findFirst();
  }

  /** Stops all workers. */
  @Override
  public void close() {
    Stream<CompletableFuture<Void>> closing =
        crews.stream().map(crew -> CompletableFuture.runAsync(crew::close));
    closing.toList().forEach(CompletableFuture::join);
    launcher.close();
  }
}
