package io.flowscope.server.run;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.engine.view.RunFold;
import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;
import io.flowscope.server.catalogue.Registrar;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.connect.Connection;
import io.flowscope.server.payload.ServerPayloads;
import io.flowscope.server.process.Leases;
import io.flowscope.server.process.ProcessSettings;
import io.flowscope.server.process.WorkerLauncher;
import io.flowscope.server.process.WorkerState;
import io.flowscope.server.process.Workers;
import io.flowscope.server.process.Workshop;
import io.flowscope.server.swf.KeyRing;
import io.flowscope.server.swf.LoopbackServer;
import io.flowscope.server.swf.SwfEndpoint;
import io.flowscope.server.swf.Tasks;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs a workflow on an engine in memory, with one worker process. */
final class LocalRun {
  private static final String WORKFLOW_ID = "run";

  /** A worker that ended so often is not coming back. */
  private static final int MOST_STARTS = 5;

  private final Bench bench;
  private final ServerPayloads payloads = ServerPayloads.inMemory();

  LocalRun(Bench bench) {
    this.bench = bench;
  }

  /** Prints result and times, writes the trace; 0, or 1 when it failed. */
  int run(Job job) throws IOException, InterruptedException {
    InstantSource clock = InstantSource.system();
    // Its Java comes up while this one reads the jar and opens an engine.
    bench.launcher().startAhead("work", job.jar(), "run", WorkerLauncher.Life.SHORT, true);
    StoredJar jar = Described.of(job.jar(), job.jarName(), bench);
    WorkflowEntry workflow = Described.workflow(job, jar);
    try (Engine engine = Engine.open(EngineConfig.inMemory())) {
      engine.call(new Action.RegisterDomain(ProcessSettings.DOMAIN, null, "90", null)).join();
      FirstPoll backend = new FirstPoll(engine);
      KeyRing keys = new KeyRing(new SecureRandom());
      SwfEndpoint endpoint =
          new SwfEndpoint(key -> backend, keys, clock, Tasks.of(engine), payloads);
      try (LoopbackServer server = LoopbackServer.start(endpoint);
          Workers workers = workers(job, engine, keys, server.endpoint(), clock)) {
        Thread onExit = Thread.ofPlatform().unstarted(workers::close);
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
          workers.ensure(jar, List.of());
          new Registrar(engine, ProcessSettings.DOMAIN).register(jar).join();
          return awaitWorker(backend, workers, jar) ? run(job, engine, workers, jar, workflow) : 1;
        } finally {
          Runtime.getRuntime().removeShutdownHook(onExit);
        }
      }
    }
  }

  private Workers workers(Job job, Engine engine, KeyRing keys, URI endpoint, InstantSource clock) {
    return new Workers(
        new Workshop(
            Connection.local(ProcessSettings.DOMAIN, engine, engine.feed()::subscribe),
            bench.launcher(),
            jar -> job.jar(),
            keys,
            Leases.of(engine),
            ProcessSettings.defaults(),
            endpoint,
            bench.scratch(),
            clock,
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("workers").factory()),
            WorkerLauncher.Life.SHORT,
            System.err));
  }

  /** Waits until the worker asks for work, so that its start is no part of the workflow's time. */
  private static boolean awaitWorker(FirstPoll backend, Workers workers, StoredJar jar)
      throws InterruptedException {
    while (true) {
      try {
        backend.seen().get(100, TimeUnit.MILLISECONDS);
        return true;
      } catch (java.util.concurrent.TimeoutException e) {
        if (gaveUp(workers, jar)) {
          return false;
        }
      } catch (java.util.concurrent.ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean gaveUp(Workers workers, StoredJar jar) {
    WorkerState state = workers.find(jar.hash12()).orElse(null);
    if (state == null || state.starts() < MOST_STARTS || state.identity() != null) {
      return false;
    }
    System.err.println(
        "The worker process ended %d times; the last time it %s."
            .formatted(state.starts(), state.message().replaceFirst(" after .*", "")));
    return true;
  }

  private int run(Job job, Engine engine, Workers workers, StoredJar jar, WorkflowEntry workflow)
      throws IOException, InterruptedException {
    String runId =
        engine
            .call(
                new Action.StartWorkflowExecution(
                    ProcessSettings.DOMAIN,
                    WORKFLOW_ID,
                    new WorkflowType(workflow.name(), workflow.version()),
                    new TaskList(jar.taskList()),
                    null,
                    payloads
                        .of(Connection.LOCAL, ProcessSettings.DOMAIN)
                        .shortenArguments(job.input().toString()),
                    null,
                    workflow.tags().isEmpty() ? null : workflow.tags(),
                    null,
                    null,
                    null))
            .join()
            .runId();
    Follower.Ended ended = new Follower(engine, workers, jar, WORKFLOW_ID).untilEnded(runId);
    RunFold fold = new RunFold();
    ended.events().forEach(fold::apply);
    if (job.trace() != null) {
      Trace.write(job.trace(), workflow.name(), fold.timeline(), ended.events());
    }
    return report(fold.summary(WORKFLOW_ID, ended.runId(), System.currentTimeMillis()), ended);
  }

  private int report(ExecutionSummary summary, Follower.Ended ended) {
    boolean completed = summary.status() == ExecutionStatus.COMPLETED;
    if (ended.stopped() != null) {
      String at = ended.stopped().at() == null ? "" : " (" + ended.stopped().at() + ")";
      System.err.println("The workflow cannot go on: " + ended.stopped().why() + at);
      return 1;
    }
    if (completed) {
      String result = summary.result() == null ? "null" : summary.result();
      System.out.println(payloads.of(Connection.LOCAL, ProcessSettings.DOMAIN).expand(result));
    } else {
      System.err.println(failure(summary));
    }
    System.out.println(Times.both(summary.wallMillis(), summary.sumOfTaskMillis()));
    return completed ? 0 : 1;
  }

  private static String failure(ExecutionSummary summary) {
    StringBuilder text = new StringBuilder("The workflow ");
    text.append(
        switch (summary.status()) {
          case RUNNING -> "still runs";
          case COMPLETED -> "completed";
          case FAILED -> "failed";
          case TIMED_OUT -> "timed out";
          case CANCELED -> "was canceled";
          case TERMINATED -> "was terminated";
          case CONTINUED_AS_NEW -> "was continued";
        });
    ExecutionSummary.Failure failure = summary.failure();
    if (failure != null) {
      text.append(": ").append(failure.reason());
      if (failure.details() != null) {
        text.append('\n').append(failure.details());
      }
    }
    return text.toString();
  }
}
