package io.flowscope.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ChildPolicy;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages, filled from the real engine. */
class PagesTest {
  private static final WorkflowType THEIRS = new WorkflowType("Theirs", "1");

  @TempDir static Path dir;
  private static TestServer server;
  private static HttpClient browser;

  @BeforeAll
  static void open() throws Exception {
    server = TestServer.open(dir);
    browser = server.browser();
  }

  @AfterAll
  static void close() {
    browser.shutdownNow();
    server.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return browser.send(
        server.request(path).header("Accept", "text/html").build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String... fields) throws Exception {
    StringBuilder form =
        new StringBuilder("_csrf=").append(TestServer.csrf(get("/workers").body()));
    for (int i = 0; i < fields.length; i += 2) {
      form.append('&')
          .append(fields[i])
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return browser.send(
        server
            .request(path)
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form.toString()))
            .build(),
        BodyHandlers.ofString());
  }

  private static String page(String api) {
    return api.replace("/api/v1/local/default/executions", "/executions/local/default");
  }

  @Test
  void everyPageIsShown() throws Exception {
    String run = page(server.start("shown"));
    for (String path :
        new String[] {
          "/",
          "/workflows",
          "/executions",
          "/executions?status=running&from=-24h",
          "/workers",
          run,
          run + "?view=timeline",
          run + "?view=graph",
          run + "?view=replays&round=1",
          run + "?view=history&event=1",
          run + "?view=history&show=json&order=newest&q=Greeting",
          run + "/signal",
          run + "/cancel",
          run + "/terminate"
        }) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
      assertThat(answer.body()).as(path).contains("</html>").doesNotContain("style=\"");
    }
  }

  @Test
  void theIsolationThatIsActiveIsNamedOnThePageOfWorkers() throws Exception {
    assertThat(get("/workers").body())
        .contains(
            "Isolation: <b>%s</b>. %s"
                .formatted(
                    server.deployment.isolation().label(),
                    server.deployment.isolation().meaning()));
  }

  @Test
  void aRunThatAnotherProgramDecidesNamesNoJar() throws Exception {
    server.call(new Action.RegisterDomain("aside", null, "1", null));
    TaskList list = new TaskList("theirs");
    for (String domain : List.of("default", "aside")) {
      server.call(
          new Action.RegisterWorkflowType(
              domain, "Theirs", "1", null, "60", "60", list, null, ChildPolicy.ABANDON, null));
      server.call(
          new Action.StartWorkflowExecution(
              domain, "w", THEIRS, null, null, null, null, null, null, null, null));
    }
    DecisionTask task =
        server.call(
            new Action.PollForDecisionTask("default", list, "python", null, null, null, null));
    String run = "/executions/local/default/w/" + task.workflowExecution().runId();
    assertThat(get(run).body()).contains("Version, task list").doesNotContain("Run again");
    assertThat(get(run + "?view=replays").body())
        .contains("A program elsewhere decides for this run")
        .doesNotContain("Put the sources into the jar");
    assertThat(get("/workers").body())
        .contains("python", "decision of w", "theirs (domain aside)")
        .doesNotContain("theirs (domain default)");
  }

  @Test
  void actionsAreDoneAndLeadBackToTheExecution() throws Exception {
    String run = page(server.start("acted"));
    HttpResponse<String> signalled = post(run + "/signal", "name", "found", "input", "[1]");
    assertThat(signalled.uri().getPath()).isEqualTo(run);
    assertThat(signalled.body()).contains("The signal found was sent.");
    HttpResponse<String> refused = post(run + "/terminate", "reason", "");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("'reason' is missing");
    assertThat(post(run + "/terminate", "reason", "enough").body()).contains("was terminated");
    assertThat(post(run + "/delete", "name", "another").body()).contains("Type the workflow id");
    assertThat(post(run + "/signal", "name", "late").body()).contains("nothing was sent");
    HttpResponse<String> deleted = post(run + "/delete", "name", "acted");
    assertThat(deleted.uri().getPath()).isEqualTo("/executions");
    assertThat(deleted.body()).contains("The execution of acted was deleted.");
  }

  @Test
  void whoIsNotLoggedInIsLedToTheFormAndBack() throws Exception {
    HttpResponse<String> answer =
        server.send(server.request("/executions?status=failed").header("Accept", "text/html"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("value=\"/executions?status=failed\"");
  }

  @Test
  void whatIsNotThereIsAPageOfItsOwn() throws Exception {
    for (String path :
        new String[] {"/nothing", "/executions/local/default/no/no", "/workers/no/log"}) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).as(path).contains("</html>");
    }
    HttpResponse<String> start = get("/workflows/No/1/start");
    assertThat(start.statusCode()).isEqualTo(404);
    assertThat(start.body()).contains("upload a jar");
  }

  @Test
  void hostileNamesAreShownAsTheyAre() throws Exception {
    String name = "<img src=x onerror=alert(1)>";
    server.registerType(name, "1");
    HttpResponse<String> started =
        server.post(
            "/api/v1/local/default/executions",
            "{\"workflow\":\"" + name + "\",\"workflowId\":\"" + name + "\"}");
    assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
    String run = page(started.headers().firstValue("Location").orElseThrow());
    for (String path : new String[] {"/", "/executions", run, run + "?view=history"}) {
      assertThat(get(path).body()).as(path).contains("&lt;img src=x").doesNotContain("<img src=x");
    }
  }

  @Test
  void staticFilesComeFromTheirFolderOnlyAndAreAskedForOnce() throws Exception {
    HttpResponse<String> css = get("/static/css/tokens.css");
    assertThat(css.statusCode()).isEqualTo(200);
    String tag = css.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again =
        server.send(server.request("/static/css/tokens.css").header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
    for (String path :
        new String[] {
          "/static/../flowscope.properties",
          "/static/%2e%2e/flowscope.properties",
          "/static/..%2fflowscope.properties",
          "/static/%252e%252e/flowscope.properties",
          "/static/css",
          "/static/"
        }) {
      assertThat(get(path).statusCode()).as(path).isBetween(400, 404);
    }
  }
}
