package io.flowscope.server.http;

/** One run of one execution. */
public record RunId(String domain, String workflowId, String runId) {}
