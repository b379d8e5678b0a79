package io.flowscope.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action.ListOpenWorkflowExecutions;
import io.flowscope.engine.model.Action.ListWorkflowTypes;
import io.flowscope.engine.model.Action.StartWorkflowExecution;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.ExecutionTimeFilter;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowExecutionFilter;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.model.WorkflowTypeInfo;
import io.flowscope.server.catalogue.Catalogue;
import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;
import io.flowscope.server.catalogue.Offer;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.connect.Connection;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts executions: checks the input, and picks the jar that runs them. */
public final class Starter {
  /** The longest input that SWF takes, in characters. */
  static final int LONGEST_INPUT = 32_768;

  private static final String ID_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int LONGEST_NAME = 256;
  private static final int MOST_TAGS = 5;

  private final Catalogue catalogue;
  private final Calls calls;
  private final Preparation preparation;
  private final SecureRandom random;

  /**
   * @param preparation of connections that are not the embedded engine's
   */
  public Starter(Catalogue catalogue, Calls calls, Preparation preparation, SecureRandom random) {
    this.catalogue = catalogue;
    this.calls = calls;
    this.preparation = preparation;
    this.random = random;
  }

  /** Makes a jar known on a connection; done when it is. */
  @FunctionalInterface
  public interface Preparation {
    CompletableFuture<Void> prepare(String connection, StoredJar jar);
  }

  /**
   * What to start.
   *
   * @param version null for the newest one
   * @param workflowId null for a new one
   * @param input the array of arguments
   */
  public record Order(
      String workflow,
      @Nullable String version,
      @Nullable String workflowId,
      JsonNode input,
      List<String> tags) {}

  /** What was started. */
  public record Started(String workflowId, String runId) {}

  /** How many characters of input a workflow of an uploaded jar takes. */
  long longestInput() {
    return calls.values().cap();
  }

  /** An id that is free. */
  String newId(String workflow) {
    String name = workflow.length() > 200 ? workflow.substring(0, 200) : workflow;
    StringBuilder id = new StringBuilder(name.replaceAll("[:/|\\p{Cntrl}]", "_")).append('-');
    for (int i = 0; i < 10; i++) {
      id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
    }
    return id.toString();
  }

  /**
   * Starts an execution.
   *
   * @throws Problem when something of the order is wrong; nothing was started then
   */
  public Started start(Where where, Order order) {
    Connection connection = calls.connection(where.connection());
    Optional<Offer> offer =
        where.domain().equals(connection.domain())
            ? catalogue.workflow(order.workflow(), order.version())
            : Optional.empty();
    WorkflowType type =
        offer
            .map(found -> new WorkflowType(found.workflow().name(), found.workflow().version()))
            .orElseGet(() -> registered(where, order));
    List<String> tags =
        Stream.concat(
                offer.stream().flatMap(found -> found.workflow().tags().stream()),
                order.tags().stream())
            .distinct()
            .toList();
    checkTags(tags);
    String id = order.workflowId() == null ? newId(type.name()) : order.workflowId();
    checkId(id);
    offer.ifPresent(found -> checkInput(found.workflow().inputSchema(), order.input()));
    String input = Json.write(order.input());
    long most = offer.isPresent() ? calls.values().cap() : LONGEST_INPUT;
    if (input.length() > most) {
      throw Problem.field(
          "input",
          "The input has %d characters; at most %d are taken. Store large values elsewhere and pass where they are."
              .formatted(input.length(), most));
    }
    if (offer.isPresent() && !connection.isLocal()) {
      Calls.answer(connection, preparation.prepare(connection.name(), offer.get().jar()));
    }
    String travels = offer.isPresent() ? calls.values().of(where).shortenArguments(input) : input;
    return start(where, id, type, offer.orElse(null), travels, tags);
  }

  private Started start(
      Where where,
      String id,
      WorkflowType type,
      @Nullable Offer offer,
      String input,
      List<String> tags) {
    WorkflowEntry policy = offer == null ? null : offer.workflow();
    try {
      String runId =
          calls
              .call(
                  where,
                  new StartWorkflowExecution(
                      where.domain(),
                      id,
                      type,
                      offer == null ? null : new TaskList(offer.jar().taskList()),
                      offer == null ? null : "0",
                      input,
                      policy == null ? null : policy.executionStartToClose(),
                      tags.isEmpty() ? null : tags,
                      policy == null ? null : policy.decisionStartToClose(),
                      policy == null || policy.childPolicy() == null
                          ? null
                          : ChildPolicy.valueOf(policy.childPolicy()),
                      null))
              .runId();
      return new Started(id, runId);
    } catch (SwfFault fault) {
      throw switch (fault.type()) {
        case "WorkflowExecutionAlreadyStartedFault" -> alreadyRunning(where, id);
        default -> Calls.problem(fault);
      };
    }
  }

  private Problem alreadyRunning(Where where, String id) {
    Problem problem =
        Problem.field(
            409,
            "alreadyRunning",
            "workflowId",
            "An execution with the id '%s' is running; choose another id, or wait until it has closed."
                .formatted(Json.shorten(id)));
    return calls
        .call(
            where,
            new ListOpenWorkflowExecutions(
                where.domain(),
                new ExecutionTimeFilter(Instant.EPOCH, null),
                null,
                null,
                null,
                1,
                null,
                new WorkflowExecutionFilter(id)))
        .executionInfos()
        .stream()
        .findFirst()
        .map(open -> problem.linking(RunId.at(where, id, open.execution().runId()).ref().path()))
        .orElse(problem);
  }

  private WorkflowType registered(Where where, Order order) {
    return calls
        .call(
            where,
            new ListWorkflowTypes(
                where.domain(), order.workflow(), RegistrationStatus.REGISTERED, null, null, null))
        .typeInfos()
        .stream()
        .filter(
            info ->
                order.version() == null || info.workflowType().version().equals(order.version()))
        .max(Comparator.comparing(WorkflowTypeInfo::creationDate))
        .map(WorkflowTypeInfo::workflowType)
        .orElseThrow(() -> unknown(where, order));
  }

  private Problem unknown(Where where, Order order) {
    List<String> versions =
        catalogue.workflows().stream()
            .filter(offer -> offer.workflow().name().equals(order.workflow()))
            .map(offer -> offer.workflow().version())
            .toList();
    if (order.version() != null && !versions.isEmpty()) {
      return Problem.field(
          404,
          "unknownVersion",
          "version",
          "The workflow '%s' has no version '%s'; there is %s."
              .formatted(
                  Json.shorten(order.workflow()),
                  Json.shorten(order.version()),
                  String.join(", ", versions)));
    }
    List<String> known =
        Stream.concat(
                catalogue.workflows().stream().map(offer -> offer.workflow().name()),
                calls
                    .call(
                        where,
                        new ListWorkflowTypes(
                            where.domain(), null, RegistrationStatus.REGISTERED, null, null, null))
                    .typeInfos()
                    .stream()
                    .map(info -> info.workflowType().name()))
            .toList();
    return Problem.field(
        404,
        "unknownWorkflow",
        "workflow",
        "There is no workflow '%s'. %s"
            .formatted(Json.shorten(order.workflow()), Nearest.hint(order.workflow(), known)));
  }

  private static void checkInput(JsonNode schema, JsonNode input) {
    List<InputCheck.Finding> findings = InputCheck.check(schema, input);
    if (!findings.isEmpty()) {
      InputCheck.Finding first = findings.getFirst();
      throw Problem.field(
          "input" + first.pointer(), "%s%s".formatted(place(first.pointer()), first.message()));
    }
  }

  private static String place(String pointer) {
    return pointer.isEmpty() ? "" : "input" + pointer + ": ";
  }

  private static void checkId(String id) {
    if (id.isEmpty() || id.length() > LONGEST_NAME) {
      throw Problem.field(
          "workflowId",
          "'workflowId' has %d characters; 1 to %d are expected."
              .formatted(id.length(), LONGEST_NAME));
    }
    if (!id.strip().equals(id) || id.chars().anyMatch(Character::isISOControl)) {
      throw Problem.field(
          "workflowId",
          "'workflowId' is '%s'; it must not contain control characters, nor begin or end with a space."
              .formatted(Json.shorten(id)));
    }
  }

  private static void checkTags(List<String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw Problem.field(
          "tags", "There are %d tags; at most %d are taken.".formatted(tags.size(), MOST_TAGS));
    }
    for (int i = 0; i < tags.size(); i++) {
      int length = tags.get(i).length();
      if (length == 0 || length > LONGEST_NAME) {
        throw Problem.field(
            "tags/" + i,
            "Tag %d has %d characters; 1 to %d are expected."
                .formatted(i + 1, length, LONGEST_NAME));
      }
    }
  }
}
