package io.flowscope.clients;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.simpleworkflow.AmazonSimpleWorkflow;
import com.amazonaws.services.simpleworkflow.AmazonSimpleWorkflowClientBuilder;
import com.amazonaws.services.simpleworkflow.flow.ActivityWorker;
import com.amazonaws.services.simpleworkflow.flow.DynamicWorkflowClientExternal;
import com.amazonaws.services.simpleworkflow.flow.DynamicWorkflowClientExternalImpl;
import com.amazonaws.services.simpleworkflow.flow.WorkflowWorker;
import com.amazonaws.services.simpleworkflow.flow.worker.GenericWorkflowClientExternalImpl;
import com.amazonaws.services.simpleworkflow.model.ActivityType;
import com.amazonaws.services.simpleworkflow.model.ChildPolicy;
import com.amazonaws.services.simpleworkflow.model.WorkflowExecution;
import com.amazonaws.services.simpleworkflow.model.WorkflowType;

/** What differs between the generations: here the AWS SDK for Java 1 and the Flow Framework 1. */
final class Generation {
  static final String NAME = "sdk1";
  static final ChildPolicy TERMINATE = ChildPolicy.TERMINATE;
  private static final AmazonSimpleWorkflow CLIENT =
      client(
          Server.get().endpoint().toString(), Server.get().accessKey(), Server.get().secretKey());

  private Generation() {}

  // docs/SWF.md shows the lines from here ...
  static AmazonSimpleWorkflow client(String endpoint, String accessKey, String secretKey) {
    return AmazonSimpleWorkflowClientBuilder.standard()
        .withEndpointConfiguration(new EndpointConfiguration(endpoint, "us-east-1"))
        .withCredentials(
            new AWSStaticCredentialsProvider(new BasicAWSCredentials(accessKey, secretKey)))
        .withClientConfiguration(new ClientConfiguration().withSocketTimeout(70_000))
        .build();
  }

  // ... to here.

  static Conformance.Caller caller() {
    return new Sdk1Caller(CLIENT);
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
    return new ActivityType().withName(name).withVersion("1");
  }

  static WorkflowType workflow(String name) {
    return new WorkflowType().withName(name).withVersion("1");
  }

  static WorkflowExecution execution(String workflowId) {
    return new WorkflowExecution().withWorkflowId(workflowId);
  }

  static DynamicWorkflowClientExternal external(String domain, String workflowId, String type) {
    DynamicWorkflowClientExternalImpl external =
        new DynamicWorkflowClientExternalImpl(workflowId, workflow(type));
    external.setGenericClient(new GenericWorkflowClientExternalImpl(CLIENT, domain));
    return external;
  }
}
