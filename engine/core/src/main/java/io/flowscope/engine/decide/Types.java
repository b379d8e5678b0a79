package io.flowscope.engine.decide;

import io.flowscope.engine.model.ActivityType;
import io.flowscope.engine.model.ActivityTypeDetail;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.model.WorkflowTypeDetail;
import java.util.Optional;

/** The types of one domain as they are registered at the moment of a command. */
public interface Types {
  /** The workflow type, registered or deprecated. */
  Optional<WorkflowTypeDetail> find(WorkflowType type);

  /** The activity type, registered or deprecated. */
  Optional<ActivityTypeDetail> find(ActivityType type);
}
