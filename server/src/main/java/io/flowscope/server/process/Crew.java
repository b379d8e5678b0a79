package io.flowscope.server.process;

import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.server.catalogue.Catalogue;
import io.flowscope.server.catalogue.Registrar;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.connect.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of this server on one connection: domain and types are registered there, and workers
 * run. Where the connection fails, it is tried again, less and less often.
 */
final class Crew implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final Workshop shop;
  private final Connection connection;
  private final Catalogue catalogue;
  private final Workers workers;
  private final Registrar registrar;
  private final Demand demand;
  private final Waking waking;

  /** By a jar's hash: done when its types are known there. */
  private final Map<String, CompletableFuture<Void>> prepared = new ConcurrentHashMap<>();

  private volatile long pauseMillis = LOOK_MILLIS;
  private volatile long nextTry;

  Crew(Workshop shop, Catalogue catalogue) {
    this.shop = shop;
    this.connection = shop.connection();
    this.catalogue = catalogue;
    this.workers = new Workers(shop);
    this.registrar = new Registrar(connection, connection.domain());
    this.demand = new Demand(connection, shop.clock());
    this.waking = new Waking(connection, connection.domain());
  }

  /** From now on, looks after the jars again and again. */
  void start() {
    var unused =
        shop.thread().scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  Connection connection() {
    return connection;
  }

  Workers workers() {
    return workers;
  }

  /**
   * Sees to it that the domain and the jar's types are known there, and that its worker runs. An
   * attempt that failed is made again by the next call.
   */
  CompletableFuture<Void> prepare(StoredJar jar) {
    return prepared
        .compute(
            jar.hash(),
            (hash, before) ->
                before != null && !before.isCompletedExceptionally() ? before : register(jar))
        .thenRun(this::serve);
  }

  private CompletableFuture<Void> register(StoredJar jar) {
    return registrar.ensureDomain().thenCompose(made -> registrar.register(jar));
  }

  /** Wakes the executions that stopped for want of this jar. */
  void wake(StoredJar jar) {
    var unused =
        demand
            .open()
            .thenCompose(open -> waking.wake(open, jar, catalogue.defaultLists(jar)))
            .whenComplete(
                (number, failure) -> {
                  if (failure != null) {
                    LOG.warn("It is not known which executions wait for this jar", failure);
                  }
                });
  }

  private boolean isPrepared(StoredJar jar) {
    CompletableFuture<Void> future = prepared.get(jar.hash());
    return future != null && future.isDone() && !future.isCompletedExceptionally();
  }

  /**
   * Gives each current jar its worker and its lists. Jars that are no longer current keep a worker
   * that runs, but not the lists; one that was stopped is not started again.
   */
  void serve() {
    for (StoredJar jar : catalogue.jars()) {
      List<String> lists = catalogue.defaultLists(jar);
      if (runs(jar) || (!lists.isEmpty() && isPrepared(jar))) {
        workers.ensure(jar, lists);
      }
    }
  }

  private void look() {
    try {
      prepareNew();
      lookAfterOld();
    } catch (RuntimeException e) {
      LOG.warn("Looking after the jars on {} failed", connection.name(), e);
    }
  }

  /** Somebody sends the execution to this jar, whose worker is wanted soon. */
  void moves(WorkflowExecution execution, StoredJar jar) {
    var unused =
        demand
            .moves(execution, jar.taskList())
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOG.warn(
                        "It is not known which jars {} needs", execution.workflowId(), failure);
                  }
                });
  }

  private void prepareNew() {
    if (shop.millis() < nextTry) {
      return;
    }
    for (StoredJar jar : catalogue.jars()) {
      CompletableFuture<Void> before = prepared.get(jar.hash());
      boolean tried = before != null && !before.isCompletedExceptionally();
      if (catalogue.isCurrent(jar) && !tried) {
        var unused = prepare(jar).whenComplete((done, failure) -> tried(jar, failure));
        return;
      }
    }
  }

  private void tried(StoredJar jar, Throwable failure) {
    if (failure == null) {
      pauseMillis = LOOK_MILLIS;
      return;
    }
    nextTry = shop.millis() + pauseMillis;
    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    LOG.warn(
        "The types of {} are not registered on {}: {}",
        jar.fileName(),
        connection.name(),
        connection.explain(failure).sentence());
  }

  /**
   * Looks after the jars that are no longer current: they run while an open execution needs them.
   */
  private void lookAfterOld() {
    List<StoredJar> old =
        catalogue.jars().stream().filter(jar -> !catalogue.isCurrent(jar)).toList();
    if (old.isEmpty()) {
      return;
    }
    var unused =
        demand
            .taskLists(old)
            .whenComplete(
                (lists, failure) -> {
                  if (failure == null) {
                    old.forEach(jar -> look(jar, lists));
                  } else if (connection.isLocal()) {
                    LOG.warn("It is not known which jars open executions need", failure);
                  }
                });
  }

  private boolean runs(StoredJar jar) {
    return workers
        .find(jar.hash12())
        .filter(state -> state.phase() != WorkerState.Phase.STOPPED)
        .isPresent();
  }

  /** Its tasks may be of runs that went on with another jar. */
  private boolean isAtWork(StoredJar jar) {
    return workers
        .find(jar.hash12())
        .map(WorkerState::identity)
        .filter(identity -> shop.leases().leaseHolders().contains(identity))
        .isPresent();
  }

  private void look(StoredJar jar, Set<String> needed) {
    boolean runs = runs(jar);
    if (needed.contains(jar.taskList()) && !runs) {
      workers.ensure(jar, List.of());
    } else if (!needed.contains(jar.taskList()) && runs && !isAtWork(jar)) {
      workers.stop(jar.hash12(), "stopped: a newer jar took over and no open execution needs it");
    }
  }

  @Override
  public void close() {
    workers.close();
  }
}
