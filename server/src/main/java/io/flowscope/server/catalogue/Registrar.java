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
  /** How long a domain that we register keeps closed executions. */
  private static final String RETENTION_DAYS = "30";

  private static final String MONTH = "2592000";
  private static final int DESCRIPTION = 1024;

  private final Backend backend;
  private final String domain;

  /** Registers in that domain. */
  public Registrar(Backend backend, String domain) {
    this.backend = backend;
    this.domain = domain;
  }

  /**
   * Sees to it that the domain exists.
   *
   * @return whether it had to be registered
   */
  public CompletableFuture<Boolean> ensureDomain() {
    return backend
        .call(new Action.DescribeDomain(domain))
        .thenApply(there -> false)
        .exceptionallyCompose(
            failure ->
                isUnknown(cause(failure))
                    ? backend
                        .call(new Action.RegisterDomain(domain, null, RETENTION_DAYS, null))
                        .thenApply(done -> true)
                    : CompletableFuture.failedFuture(cause(failure)));
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof SwfFault fault && fault.type().equals("UnknownResourceFault");
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Registers all types of the jar; the future completes when all are known. */
  public CompletableFuture<Void> register(StoredJar jar) {
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    List<WorkflowEntry> workflows = new ArrayList<>(jar.description().workflows());
    workflows.addAll(jar.description().elsewhere());
    for (WorkflowEntry workflow : workflows) {
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
              if (failure == null
                  || (cause(failure) instanceof SwfFault fault
                      && fault.type().equals("TypeAlreadyExistsFault"))) {
                return null;
              }
              throw new CompletionException(cause(failure));
            });
  }

  private static @Nullable String cut(@Nullable String description) {
    return description == null || description.length() <= DESCRIPTION
        ? description
        : description.substring(0, DESCRIPTION);
  }
}
