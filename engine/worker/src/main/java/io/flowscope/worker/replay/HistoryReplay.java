package io.flowscope.worker.replay;

import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecution;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.payload.PayloadException;
import io.flowscope.engine.payload.Payloads;
import io.flowscope.spi.Failures;
import io.flowscope.worker.Binding.WorkflowBinding;
import io.flowscope.worker.JarCatalogue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Replays stored histories against a jar, without any engine: whether its code decides what was
 * decided then. Nothing is decided anew.
 */
public final class HistoryReplay {
  private final JarCatalogue jar;
  private final Payloads payloads;
  private final Set<Run> deciding = ConcurrentHashMap.newKeySet();

  /** How a history fits. */
  public enum Kind {
    /** The code decides all that was decided. */
    OK,
    /** It does not, or cannot be run. */
    DIVERGED,
    /** The jar has no workflow of that name and version. */
    NOT_IN_JAR,
    /** It is no whole history. */
    UNREADABLE
  }

  /**
   * What was found.
   *
   * @param type name and version of the workflow, or empty where it is not known
   * @param message what does not fit, as a page would show it; empty when all is well
   * @param diff lines that begin with {@code -} for what the history has and {@code +} for what the
   *     code asks for
   */
  public record Verdict(Kind kind, String type, String message, List<String> diff) {}

  /**
   * @param payloads where values are that the histories refer to
   */
  public HistoryReplay(JarCatalogue jar, Payloads payloads) {
    this.jar = jar;
    this.payloads = payloads;
  }

  /** The branches of code that run right now. */
  public List<Running> running() {
    return deciding.stream().map(Run::running).filter(Objects::nonNull).toList();
  }

  /**
   * Replays one history, which has to be whole up to some event.
   *
   * @param execution chance and the ids of children depend on its run id
   */
  public Verdict check(WorkflowExecution execution, List<HistoryEvent> events) {
    Optional<String> unreadable = complaint(events);
    if (unreadable.isPresent()) {
      return new Verdict(Kind.UNREADABLE, "", unreadable.get(), List.of());
    }
    WorkflowType type = ((Event.WorkflowExecutionStarted) events.getFirst().event()).workflowType();
    String name = type.name() + " " + type.version();
    Optional<WorkflowBinding> workflow = jar.workflow(type.name(), type.version());
    if (workflow.isEmpty()) {
      return new Verdict(
          Kind.NOT_IN_JAR,
          name,
          "This jar has no workflow " + type.name() + " of version " + type.version() + ".",
          List.of());
    }
    try {
      replay(execution, workflow.get(), events);
      return new Verdict(Kind.OK, name, "", List.of());
    } catch (Diverged e) {
      String at = e.at() == null || e.getMessage().contains(e.at()) ? "" : " at " + e.at();
      return new Verdict(Kind.DIVERGED, name, e.getMessage() + at, e.diff());
    } catch (PayloadException e) {
      return new Verdict(Kind.UNREADABLE, name, e.getMessage(), List.of());
    } catch (RuntimeException | StackOverflowError e) {
      return new Verdict(
          Kind.DIVERGED,
          name,
          "The decision could not be computed: " + Failures.reason(e),
          List.of());
    }
  }

  private static Optional<String> complaint(List<HistoryEvent> events) {
    if (events.isEmpty()) {
      return Optional.of("It has no events.");
    }
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).eventId() != i + 1) {
        return Optional.of(
            "Event %d follows on event %d: give the whole history, oldest event first."
                .formatted(events.get(i).eventId(), i));
      }
    }
    return events.getFirst().event() instanceof Event.WorkflowExecutionStarted
        ? Optional.empty()
        : Optional.of("It does not begin with WorkflowExecutionStarted.");
  }

  private void replay(
      WorkflowExecution execution, WorkflowBinding workflow, List<HistoryEvent> events) {
    Run run =
        new Run(execution, workflow, jar, DeciderConfig.of("replay", "replay", null), payloads);
    deciding.add(run);
    try {
      int unused = new Replay(run, new Feeder(run), events).recordedRounds();
      closes(run, events.getLast());
    } finally {
      deciding.remove(run);
    }
  }

  /** The last decision has no round after it that would notice. */
  private static void closes(Run run, HistoryEvent last) {
    Closing then = Closing.of(last.event());
    if (then == Closing.NONE) {
      return;
    }
    Closing now = run.ending.closingNow();
    if (then == now) {
      return;
    }
    String found = now == Closing.NONE ? run.standing() : now.words;
    throw new Diverged(
        "history has that the workflow " + then.words + ", the code now " + found,
        null,
        List.of(
            "- event " + last.eventId() + ": " + last.event().eventType(), "+ the code " + found));
  }

  /** How the code ends a workflow. */
  enum Closing {
    NONE("goes on"),
    COMPLETED("completes"),
    FAILED("fails"),
    CANCELED("is canceled"),
    CONTINUED("restarts");

    final String words;

    Closing(String words) {
      this.words = words;
    }

    static Closing of(Event event) {
      return switch (event) {
        case Event.WorkflowExecutionCompleted e -> COMPLETED;
        case Event.WorkflowExecutionFailed e -> FAILED;
        case Event.WorkflowExecutionCanceled e -> CANCELED;
        case Event.WorkflowExecutionContinuedAsNew e -> CONTINUED;
        // All others were not decided by the code.
        case Event e -> NONE;
      };
    }
  }
}
