package io.flowscope.server.catalogue;

import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.TaskList;
import io.flowscope.server.catalogue.JarDescription.ActivityEntry;
import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Registers the types of a jar. Types are immutable in a domain, so one that exists is used as it
 * is; every decision of our workers carries all timeouts, so these defaults matter to other clients
 * only.
 */
public final class Registrar {
  private static final String MONTH = "2592000";
  private static final int DESCRIPTION = 1024;

  private final Backend backend;
  private final String domain;

  public Registrar(Backend backend, String domain) {
    this.backend = backend;
    this.domain = domain;
  }

  /** Registers all types of the jar; the future completes when all are known. */
  public CompletableFuture<Void> register(StoredJar jar) {
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    for (WorkflowEntry workflow : jar.description().workflows()) {
      calls.add(
          known(
              new Action.RegisterWorkflowType(
                  domain,
                  workflow.name(),
                  workflow.version(),
                  cut(workflow.description()),
                  Objects.requireNonNullElse(workflow.decisionStartToClose(), "30"),
                  Objects.requireNonNullElse(workflow.executionStartToClose(), MONTH),
                  new TaskList(TypeLists.of(workflow)),
                  "0",
                  workflow.childPolicy() == null
                      ? ChildPolicy.TERMINATE
                      : ChildPolicy.valueOf(workflow.childPolicy()),
                  null)));
    }
    for (ActivityEntry activity : jar.description().activities()) {
      calls.add(
          known(
              new Action.RegisterActivityType(
                  domain,
                  activity.name(),
                  activity.version(),
                  cut(activity.description()),
                  "3600",
                  "NONE",
                  new TaskList(TypeLists.of(activity)),
                  "0",
                  "NONE",
                  "NONE")));
    }
    return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> known(Action<Done> registration) {
    return backend
        .call(registration)
        .handle(
            (done, failure) -> {
              Throwable cause =
                  failure instanceof CompletionException && failure.getCause() != null
                      ? failure.getCause()
                      : failure;
              if (cause == null
                  || (cause instanceof SwfFault fault
                      && fault.type().equals("TypeAlreadyExistsFault"))) {
                return null;
              }
              throw new CompletionException(cause);
            });
  }

  private static @Nullable String cut(@Nullable String description) {
    return description == null || description.length() <= DESCRIPTION
        ? description
        : description.substring(0, DESCRIPTION);
  }
}
