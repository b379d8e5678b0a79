package io.flowscope.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The names that lead to one execution. */
public record ExecutionRef(String connection, String domain, String workflowId, String runId) {
  /** The connection of the embedded engine. */
  static final String LOCAL = "local";

  /** Whether the embedded engine runs it. */
  public boolean isLocal() {
    return connection.equals(LOCAL);
  }

  /** Address of its page, without a query. */
  public String path() {
    return String.join(
        "/", "/executions", encode(connection), encode(domain), encode(workflowId), encode(runId));
  }

  /** Address of one of its views, {@code timeline} for instance. */
  public String view(String name) {
    return path() + "?view=" + encode(name);
  }

  /** Address of it in the REST API. */
  public String api() {
    return String.join(
        "/",
        "/api/v1",
        encode(connection),
        encode(domain),
        "executions",
        encode(workflowId),
        encode(runId));
  }

  /** Percent-encodes one segment of a path or one value of a query. */
  public static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
