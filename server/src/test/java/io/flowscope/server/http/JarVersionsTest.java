package io.flowscope.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowscope.server.catalogue.Check;
import io.flowscope.server.catalogue.JarDescription;
import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;
import io.flowscope.server.catalogue.StoredJar;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two versions of a jar: what starts take from it, which one new runs use, and runs that change.
 */
class JarVersionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OLD = "a".repeat(64);
  private static final String NEW = "b".repeat(64);
  private static final String OTHER = "c".repeat(64);
  private static final String EXECUTIONS = "/api/v1/local/default/executions";

  @TempDir Path dir;
  private TestServer server;

  @BeforeEach
  void open() throws IOException {
    Path jars = Files.createDirectories(dir.resolve("data/jars"));
    store(jars, OLD, "order-1.jar", 1_000, TestServer.TYPE, "old");
    store(jars, NEW, "order-2.jar", 2_000, TestServer.TYPE, "new");
    store(jars, OTHER, "other.jar", 3_000, "Other", "other");
    server = TestServer.openWithJars(dir);
    server.registerType(TestServer.TYPE, "1");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static void store(
      Path jars, String hash, String file, long uploadedAt, String workflow, String tag)
      throws IOException {
    WorkflowEntry entry =
        new WorkflowEntry(
            workflow,
            "1",
            "shop.Ordering",
            "order",
            List.of(),
            JSON.readTree("{\"type\":\"array\"}"),
            "String",
            null,
            List.of(),
            null,
            "7200",
            "11",
            "REQUEST_CANCEL",
            List.of("shop", tag));
    StoredJar jar =
        new StoredJar(
            hash,
            file,
            1,
            uploadedAt,
            0,
            new JarDescription(List.of(entry), List.of(), List.of(), List.of()),
            List.of(new Check("zip", Check.State.OK, "It is a jar.", null)));
    Files.writeString(jars.resolve(hash + ".jar"), "read by no test");
    Files.write(jars.resolve(hash + ".json"), JSON.writeValueAsBytes(jar));
  }

  private JsonNode started(String path) throws Exception {
    return TestServer.json(server.get(path + "/history"))
        .at("/events/0/workflowExecutionStartedEventAttributes");
  }

  private static void assertPolicy(JsonNode started, String tag, String... more) {
    List<String> tags = JSON.convertValue(started.path("tagList"), STRINGS);
    assertThat(tags).startsWith("shop", tag).endsWith(more);
    assertThat(started.path("executionStartToCloseTimeout").asText()).isEqualTo("7200");
    assertThat(started.path("taskStartToCloseTimeout").asText()).isEqualTo("11");
    assertThat(started.path("childPolicy").asText()).isEqualTo("REQUEST_CANCEL");
  }

  private static final com.fasterxml.jackson.core.type.TypeReference<List<String>> STRINGS =
      new com.fasterxml.jackson.core.type.TypeReference<>() {};

  @Test
  void startsTakeTimeoutsChildPolicyAndTagsFromTheWorkflowWhateverItsTypeWasRegisteredWith()
      throws Exception {
    HttpResponse<String> byRest =
        server.post(
            EXECUTIONS,
            "{\"workflow\":\"Greeting\",\"workflowId\":\"r\",\"input\":[],\"tags\":[\"mine\"]}");
    assertThat(byRest.statusCode()).as(byRest.body()).isEqualTo(201);
    String run = TestServer.json(byRest).path("runId").asText();
    assertPolicy(started(EXECUTIONS + "/r/" + run), "new", "mine");

    HttpResponse<String> page =
        post(
            "/workflows/Greeting/1/start",
            Map.of("input", "[]", "workflowId", "b", "tags", "yours, theirs"));
    assertThat(page.uri().getPath()).startsWith("/executions/local/default/b/");
    assertPolicy(started("/api/v1" + local(page)), "new", "yours", "theirs");
  }

  /** {@code /local/default/executions/…} of the execution's page. */
  private static String local(HttpResponse<String> page) {
    String[] path = page.uri().getPath().split("/");
    return "/local/default/executions/" + path[4] + "/" + path[5];
  }

  private HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
    HttpClient browser = server.browser();
    String form =
        browser.send(server.request("/workflows").build(), BodyHandlers.ofString()).body();
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()) + "&")
            .collect(Collectors.joining("", "", "_csrf=" + encoded(TestServer.csrf(form))));
    return browser.send(
        server
            .request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", server.base.toString())
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void aRunIsSentToAnotherJarOnItsPage() throws Exception {
    String api = server.start("w");
    String page = api.replaceFirst("/api/v1/(local/default)/executions", "/executions/$1");
    HttpClient browser = server.browser();
    assertThat(browser.send(server.request(page).build(), BodyHandlers.ofString()).body())
        .contains("Change jar", "order-1.jar aaaaaaaa", "is with")
        .doesNotContain("other.jar");

    HttpResponse<String> refused = post(page + "/move", Map.of("jar", OTHER));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("other.jar has no workflow Greeting of version 1");
    HttpResponse<String> moved = post(page + "/move", Map.of("jar", OLD));

    assertThat(moved.uri().getPath()).isEqualTo(page);
    assertThat(moved.body())
        .contains("This run goes on with order-1.jar aaaaaaaaaaaa from its next decision.")
        .contains("the worker of order-2.jar bbbbbbbbbbbb hands it over");
    assertThat(server.get(api + "/history").body()).contains("flowscope.move", "fs.aaaaaaaaaaaa");
    assertThat(TestServer.json(server.get(api)).path("movesTo").asText())
        .isEqualTo("fs.aaaaaaaaaaaa");
    assertThat(post(page + "/move", Map.of("jar", NEW)).body())
        .as("it may stay after all")
        .contains("This run goes on with order-2.jar");
  }

  @Test
  void aRunIsMovedOnlyFromAJarToAnother() throws Exception {
    String run = server.start("w");
    assertThat(server.post(run + "/move", "{\"jar\":\"" + NEW + "\"}").body())
        .contains("is with order-2.jar bbbbbbbbbbbb already");
    server.registerType("Other", "2");
    String foreign =
        TestServer.json(
                server.post(
                    EXECUTIONS,
                    "{\"workflow\":\"Other\",\"version\":\"2\",\"workflowId\":\"f\",\"input\":[]}"))
            .path("runId")
            .asText();

    HttpResponse<String> answer =
        server.post(EXECUTIONS + "/f/" + foreign + "/move", "{\"jar\":\"" + OTHER + "\"}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(server.get(EXECUTIONS + "/f/" + foreign + "/history").body())
        .doesNotContain("flowscope.move");
  }

  @Test
  void newRunsUseAnOlderJarAgainFromTheWorkflowsPageAndByRest() throws Exception {
    String before = server.start("before");
    HttpResponse<String> page = post("/workflows/" + OLD + "/use", Map.of());
    assertThat(page.body()).contains("New runs use order-1.jar aaaaaaaaaaaa again");
    assertPolicy(started(server.start("w")), "old");
    assertThat(TestServer.json(server.get(before)).at("/jar/hash").asText()).isEqualTo(NEW);

    HttpResponse<String> answer = server.post("/api/v1/jars/bbbbbbbbbbbb/use", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(TestServer.json(answer).path("current").asBoolean()).isTrue();
    assertPolicy(started(server.start("x")), "new");
    assertThat(server.post("/api/v1/jars/dddddddddddd/use", "").statusCode()).isEqualTo(404);
    assertThat(Files.readString(dir.resolve("data/audit.log"))).contains("\"use\"");
  }
}
