package io.flowscope.server.http;

import io.flowscope.web.page.ExecutionRef;

/** One run of one execution. */
public record RunId(String connection, String domain, String workflowId, String runId) {

  /** A run of an execution there. */
  static RunId at(Where where, String workflowId, String runId) {
    return new RunId(where.connection(), where.domain(), workflowId, runId);
  }

  /** Its addresses. */
  ExecutionRef ref() {
    return new ExecutionRef(connection, domain, workflowId, runId);
  }

  /** Where it runs. */
  Where where() {
    return new Where(connection, domain);
  }
}
