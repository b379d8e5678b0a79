package io.flowscope.server.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a jar offers, as a worker process found it by filling the jar's catalogue.
 *
 * @param elsewhere workflows that other jars implement and this one calls
 * @param warnings sentences for the author, for instance that {@code -parameters} is missing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JarDescription(
    List<WorkflowEntry> workflows,
    List<WorkflowEntry> elsewhere,
    List<ActivityEntry> activities,
    List<String> warnings) {

  public JarDescription {
    workflows = workflows == null ? List.of() : List.copyOf(workflows);
    elsewhere = elsewhere == null ? List.of() : List.copyOf(elsewhere);
    activities = activities == null ? List.of() : List.copyOf(activities);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }

  /** A parameter as it stands in the source: its name and its Java type. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Parameter(String name, String type) {}

  /**
   * A workflow of the jar.
   *
   * @param interfaceName the workflow's interface
   * @param inputSchema JSON Schema 2020-12 of the array of arguments
   * @param taskList the list its author chose, or null
   * @param chosenLists the lists its author chose, those of single stubs, too
   * @param executionStartToClose seconds that an execution may take in all, or null
   * @param decisionStartToClose seconds that a decision may take, or null
   * @param childPolicy what becomes of children when it is terminated, in SWF's words, or null
   * @param tags of each execution
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record WorkflowEntry(
      String name,
      String version,
      @JsonProperty("interface") String interfaceName,
      String method,
      List<Parameter> parameters,
      JsonNode inputSchema,
      @Nullable String resultType,
      @Nullable String taskList,
      List<String> chosenLists,
      @Nullable String description,
      @Nullable String executionStartToClose,
      @Nullable String decisionStartToClose,
      @Nullable String childPolicy,
      List<String> tags) {

    public WorkflowEntry {
      chosenLists = chosenLists == null ? List.of() : List.copyOf(chosenLists);
      tags = tags == null ? List.of() : List.copyOf(tags);
      parameters = parameters == null ? List.of() : List.copyOf(parameters);
    }
  }

  /**
   * A task that workflows of the jar call.
   *
   * @param name {@code Interface.method}
   * @param implemented whether the jar carries the implementation
   * @param taskList the list its author chose, or null
   * @param chosenLists the lists its author chose, those of single stubs, too
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ActivityEntry(
      String name,
      String version,
      boolean implemented,
      @Nullable String taskList,
      List<String> chosenLists,
      List<Parameter> parameters,
      @Nullable JsonNode inputSchema,
      @Nullable String resultType,
      @Nullable String description) {

    public ActivityEntry {
      chosenLists = chosenLists == null ? List.of() : List.copyOf(chosenLists);
      parameters = parameters == null ? List.of() : List.copyOf(parameters);
    }
  }
}
