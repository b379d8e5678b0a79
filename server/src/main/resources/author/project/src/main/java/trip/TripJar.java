package trip;

import io.flowscope.Catalogue;
import io.flowscope.WorkflowJar;

/** What this jar offers; named in META-INF/services/io.flowscope.WorkflowJar. */
public final class TripJar implements WorkflowJar {
  @Override
  public void fill(Catalogue catalogue) {
    catalogue.tasks(TripTasks.class, TravelAgency::new);
    catalogue.workflow(TripPlanning.class, stubs -> new PlanTrip(stubs.of(TripTasks.class)));
  }
}
