package io.flowscope.server.catalogue;

import io.flowscope.server.catalogue.JarDescription.ActivityEntry;
import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;

/** The default task lists under which the types of a jar are registered. */
final class TypeLists {
  private TypeLists() {}

  static String of(WorkflowEntry workflow) {
    return workflow.taskList() == null ? ofName(workflow) : workflow.taskList();
  }

  /** That of a type whose author chose none; another version may have been registered with it. */
  static String ofName(WorkflowEntry workflow) {
    return "fs." + workflow.name();
  }

  static String of(ActivityEntry activity) {
    if (activity.taskList() != null) {
      return activity.taskList();
    }
    int dot = activity.name().lastIndexOf('.');
    return "fs." + (dot < 0 ? activity.name() : activity.name().substring(0, dot));
  }
}
