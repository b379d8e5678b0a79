package io.flowscope.worker.replay;

import io.flowscope.worker.Binding;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;

/** What a decider must know of a jar. */
public interface Program {

  /** The workflow with this type, if the jar has it. */
  Optional<Binding.WorkflowBinding> workflow(String name, String version);

  /** What stands behind each method of an interface; empty where the jar does not know it. */
  Map<Method, Binding> bindings(Class<?> type);
}
