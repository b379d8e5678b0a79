package io.flowscope.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.worker.Binding.TaskBinding;
import io.flowscope.worker.Binding.WorkflowBinding;
import io.flowscope.worker.lint.Lint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a jar offers, as the JSON that the mode {@code describe} prints. */
final class Description {
  private final List<String> warnings;

  private Description(JarCatalogue catalogue) {
    warnings = new ArrayList<>(catalogue.warnings());
  }

  static ObjectNode of(JarCatalogue catalogue) {
    return new Description(catalogue).describe(catalogue);
  }

  private ObjectNode describe(JarCatalogue catalogue) {
    ObjectNode json = Values.JSON.createObjectNode();
    ArrayNode workflows = json.putArray("workflows");
    catalogue.workflows().forEach(workflow -> workflows.add(workflow(catalogue, workflow)));
    ArrayNode elsewhere = json.putArray("elsewhere");
    catalogue
        .workflowsElsewhere()
        .forEach(workflow -> elsewhere.add(workflow(catalogue, workflow)));
    ArrayNode activities = json.putArray("activities");
    catalogue.activities().forEach(task -> activities.add(activity(catalogue, task)));
    catalogue.workflows().forEach(this::lint);
    ArrayNode sentences = json.putArray("warnings");
    warnings.forEach(sentences::add);
    return json;
  }

  private void lint(WorkflowBinding workflow) {
    Class<?> made = workflow.implementation();
    if (made != null) {
      warnings.addAll(Lint.warnings(workflow.name(), made, workflow.method()));
    }
  }

  private ObjectNode workflow(JarCatalogue catalogue, WorkflowBinding workflow) {
    ObjectNode json = common(workflow);
    WorkflowPolicy policy = workflow.policy();
    if (workflow.sharedList() != null) {
      json.put("taskList", workflow.sharedList());
    }
    ArrayNode lists = json.putArray("chosenLists");
    catalogue.chosenLists(workflow).forEach(lists::add);
    json.put("executionStartToClose", Long.toString(policy.executionStartToClose()));
    json.put("decisionStartToClose", Long.toString(policy.decisionStartToClose()));
    json.put("childPolicy", policy.childPolicy().name());
    ArrayNode tags = json.putArray("tags");
    policy.tags().forEach(tags::add);
    return json;
  }

  private ObjectNode activity(JarCatalogue catalogue, TaskBinding task) {
    ObjectNode json = common(task);
    TaskPolicy policy = task.policy();
    json.put("implemented", task.implementation() != null);
    if (policy.taskList() != null) {
      json.put("taskList", policy.taskList());
    }
    ArrayNode lists = json.putArray("chosenLists");
    catalogue.chosenLists(task).forEach(lists::add);
    json.put("priority", Integer.toString(policy.priority()));
    json.put("startToClose", seconds(policy.startToClose()));
    json.put("scheduleToStart", seconds(policy.scheduleToStart()));
    json.put("scheduleToClose", seconds(policy.scheduleToClose()));
    json.put("heartbeat", seconds(policy.heartbeat()));
    return json;
  }

  /** As SWF writes it. */
  private static String seconds(@Nullable Long seconds) {
    return seconds == null ? "NONE" : seconds.toString();
  }

  private ObjectNode common(Binding binding) {
    ObjectNode json = Values.JSON.createObjectNode();
    json.put("name", binding.name());
    json.put("version", binding.version());
    json.put("interface", binding.type().getName());
    json.put("method", binding.method().getName());
    ArrayNode parameters = json.putArray("parameters");
    for (Parameter parameter : binding.parameters()) {
      parameters
          .addObject()
          .put("name", parameter.name())
          .put("type", Types.simpleName(Types.unwrappedOnce(parameter.type())));
    }
    json.set("inputSchema", schema(binding));
    json.put("resultType", Types.simpleName(binding.resultType()));
    return json;
  }

  /** A type that cannot travel fails its calls only, so that it is a warning here. */
  private ObjectNode schema(Binding binding) {
    try {
      return Schemas.of(binding.parameters());
    } catch (ValueException e) {
      warnings.add(Signatures.text(binding.type(), binding.method()) + ": " + e.getMessage());
      return Values.JSON.createObjectNode();
    }
  }
}
