package io.flowscope.clients;

import com.amazonaws.services.simpleworkflow.flow.ActivityWorker;
import com.amazonaws.services.simpleworkflow.flow.DynamicWorkflowClientExternal;
import com.amazonaws.services.simpleworkflow.flow.DynamicWorkflowClientExternalImpl;
import com.amazonaws.services.simpleworkflow.flow.WorkflowWorker;
import com.amazonaws.services.simpleworkflow.flow.model.ActivityType;
import com.amazonaws.services.simpleworkflow.flow.model.WorkflowExecution;
import com.amazonaws.services.simpleworkflow.flow.model.WorkflowType;
import com.amazonaws.services.simpleworkflow.flow.worker.GenericWorkflowClientExternalImpl;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.swf.SwfClient;
import software.amazon.awssdk.services.swf.model.ChildPolicy;

/** What differs between the generations: here the AWS SDK for Java 2 and the Flow Framework 2. */
final class Generation {
  static final String NAME = "sdk2";
  static final ChildPolicy TERMINATE = ChildPolicy.TERMINATE;
  static final SwfClient CLIENT =
      client(
          Server.get().endpoint().toString(), Server.get().accessKey(), Server.get().secretKey());

  private Generation() {}

  // docs/SWF.md shows the lines from here ...
  static SwfClient client(String endpoint, String accessKey, String secretKey) {
    return SwfClient.builder()
        .endpointOverride(URI.create(endpoint))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .httpClientBuilder(ApacheHttpClient.builder().socketTimeout(Duration.ofSeconds(70)))
        .build();
  }

  // ... to here.

  static Conformance.Caller caller() {
    return new Sdk2Caller(CLIENT);
  }

  static WorkflowWorker workflowWorker(String domain, String taskList) {
    WorkflowWorker worker = new WorkflowWorker(CLIENT, domain, taskList);
    worker.setDisableServiceShutdownOnStop(true);
    return worker;
  }

  static ActivityWorker activityWorker(String domain, String taskList) {
    ActivityWorker worker = new ActivityWorker(CLIENT, domain, taskList);
    worker.setDisableServiceShutdownOnStop(true);
    return worker;
  }

  static ActivityType activity(String name) {
    return ActivityType.builder().name(name).version("1").build();
  }

  static WorkflowType workflow(String name) {
    return WorkflowType.builder().name(name).version("1").build();
  }

  static WorkflowExecution execution(String workflowId) {
    return WorkflowExecution.builder().workflowId(workflowId).build();
  }

  static DynamicWorkflowClientExternal external(String domain, String workflowId, String type) {
    DynamicWorkflowClientExternalImpl external =
        new DynamicWorkflowClientExternalImpl(workflowId, workflow(type));
    external.setGenericClient(new GenericWorkflowClientExternalImpl(CLIENT, domain));
    return external;
  }
}
