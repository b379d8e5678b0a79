package io.flowscope.server.process;

import io.flowscope.engine.Backend;
import io.flowscope.server.OwnerOnly;
import io.flowscope.server.catalogue.AddResult;
import io.flowscope.server.catalogue.Catalogue;
import io.flowscope.server.catalogue.Registrar;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.swf.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an uploaded jar sets in motion: it is stored, its types are registered, its worker runs. The
 * one object that the server opens for jars and workers, and closes before the engine.
 */
public final class Deployment implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final String OURS = "fs.";

  private final Path data;
  private final Backend backend;
  private final Leases leases;
  private final KeyRing keys;
  private final ProcessSettings settings;
  private final InstantSource clock;
  private final WorkerLauncher launcher;
  private final Catalogue catalogue;
  private final Registrar registrar;
  private final Demand demand;
  private volatile @Nullable Workers workers;

  private Deployment(
      Path data,
      Backend backend,
      Leases leases,
      KeyRing keys,
      ProcessSettings settings,
      InstantSource clock,
      WorkerLauncher launcher,
      Catalogue catalogue) {
    this.data = data;
    this.backend = backend;
    this.leases = leases;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
    this.launcher = launcher;
    this.catalogue = catalogue;
    this.registrar = new Registrar(backend, settings.domain());
    this.demand = new Demand(backend, settings.domain(), clock);
  }

  /**
   * Opens the catalogue below {@code data}. No process is started yet, except to describe an
   * upload.
   *
   * @param data the server's data folder
   */
  public static Deployment open(
      Path data,
      Backend backend,
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
    return new Deployment(data, backend, leases, keys, settings, clock, launcher, catalogue);
  }

  /**
   * Frees the tasks of an earlier server's workers, registers the types of all stored jars and
   * starts the workers that are needed. To be called when the endpoint answers.
   *
   * @param endpoint where workers find the SWF endpoint
   */
  public void start(URI endpoint) throws IOException {
    for (String identity : Set.copyOf(leases.leaseHolders())) {
      if (identity.startsWith(OURS)) {
        leases.workerLost(identity).join();
      }
    }
    for (StoredJar jar : catalogue.jars().reversed()) {
      registrar.register(jar).join();
    }
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("workers").factory());
    Path logs = OwnerOnly.folder(data.resolve("logs"));
    workers =
        new Workers(
            new Workshop(
                launcher,
                catalogue::path,
                keys,
                leases,
                settings,
                endpoint,
                logs,
                clock,
                thread,
                WorkerLauncher.Life.LONG,
                null));
    serve();
    var unused =
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** {@link Catalogue#add}, then registers its types and starts its worker. */
  public AddResult add(InputStream content, String fileName) throws IOException {
    AddResult result = catalogue.add(content, fileName);
    if (result instanceof AddResult.Added added) {
      registrar.register(added.jar()).join();
      serve();
    }
    return result;
  }

  /**
   * Gives each current jar its worker and its lists; jars that are no longer current keep theirs.
   */
  private void serve() {
    Workers running = workers;
    if (running == null) {
      return;
    }
    for (StoredJar jar : catalogue.jars()) {
      List<String> lists = catalogue.defaultLists(jar);
      if (!lists.isEmpty() || running.find(jar.hash12()).isPresent()) {
        running.ensure(jar, lists);
      }
    }
  }

  /**
   * Looks after the jars that are no longer current: they run while an open execution needs them.
   */
  private void look() {
    try {
      Workers running = workers;
      List<StoredJar> old =
          catalogue.jars().stream().filter(jar -> !catalogue.isCurrent(jar)).toList();
      if (running == null || old.isEmpty()) {
        return;
      }
      CompletableFuture<Set<String>> needed = demand.taskLists(old);
      var unused =
          needed.whenComplete(
              (lists, failure) -> {
                if (failure != null) {
                  LOG.warn("It is not known which jars open executions need", failure);
                } else {
                  old.forEach(jar -> look(running, jar, lists));
                }
              });
    } catch (RuntimeException e) {
      LOG.warn("It is not known which jars open executions need", e);
    }
  }

  private static void look(Workers running, StoredJar jar, Set<String> needed) {
    boolean runs =
        running
            .find(jar.hash12())
            .map(state -> state.phase() != WorkerState.Phase.STOPPED)
            .orElse(false);
    if (needed.contains(jar.taskList()) && !runs) {
      running.ensure(jar, List.of());
    } else if (!needed.contains(jar.taskList()) && runs) {
      running.stop(jar.hash12(), "stopped: a newer jar took over and no open execution needs it");
    }
  }

  /** The stored jars. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * The worker processes.
   *
   * @throws IllegalStateException before {@link #start}
   */
  public Workers workers() {
    Workers running = workers;
    if (running == null) {
      throw new IllegalStateException("The workers are started with the server's endpoint.");
    }
    return running;
  }

  /** Stops all workers. */
  @Override
  public void close() {
    Workers running = workers;
    if (running != null) {
      running.close();
    }
    launcher.close();
  }
}
