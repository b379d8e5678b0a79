package io.flowscope.web;

import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.web.page.ExecutionRef;
import io.flowscope.web.page.ExecutionsPage.Filter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses of pages, percent-encoded. */
public final class Links {
  private Links() {}

  /** The form that starts a workflow. */
  public static String start(String workflow, String version) {
    return "/workflows/"
        + ExecutionRef.encode(workflow)
        + "/"
        + ExecutionRef.encode(version)
        + "/start";
  }

  /** The same on a connection, filled in with an input unless that is empty. */
  public static String start(String workflow, String version, String connection, String input) {
    List<String> query = new ArrayList<>();
    add(query, "input", input);
    add(query, "connection", connection.equals("local") ? "" : connection);
    String path = start(workflow, version);
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  /** The log of a worker. */
  public static String workerLog(String id) {
    return "/workers/" + ExecutionRef.encode(id) + "/log";
  }

  /** A jar's card. */
  public static String jar(String hash) {
    return "/workflows#jar-" + ExecutionRef.encode(Words.shortHash(hash));
  }

  /** The list of executions, filtered. */
  public static String executions(Filter filter) {
    return executions(filter, null);
  }

  /** The page of the list that starts at {@code cursor}. */
  public static String executions(Filter filter, @Nullable String cursor) {
    List<String> query = new ArrayList<>();
    ExecutionStatus status = filter.status();
    add(query, "status", status == null ? "" : Words.json(status));
    add(query, "workflow", filter.workflow());
    add(query, "tag", filter.tag());
    add(query, "workflowId", filter.workflowId());
    add(query, "from", filter.from());
    add(query, "to", filter.to());
    add(query, "connection", filter.connection());
    add(query, "cursor", cursor == null ? "" : cursor);
    return query.isEmpty() ? "/executions" : "/executions?" + String.join("&", query);
  }

  /** The list of executions of one status. */
  public static String executions(ExecutionStatus status, String from) {
    return executions(new Filter(status, "", "", "", from, ""));
  }

  private static void add(List<String> query, String name, String value) {
    if (!value.isEmpty()) {
      query.add(name + "=" + ExecutionRef.encode(value));
    }
  }
}
