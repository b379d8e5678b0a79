package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.server.process.TestJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server as the Amazon SWF of another: here executions are started, watched and acted upon, and
 * run by workers; there they are kept. At the end, this server's data folder is restored from a
 * backup.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoServersIT {
  private static final Path PICTURES = Path.of("target/screenshots");

  @TempDir Path temp;

  @Test
  void executions_there_are_started_watched_and_signaled_here_and_outlive_the_kill_of_there() {
    int port = ServerProcess.freePort();
    Path data = temp.resolve("there/data");
    ServerProcess there = ServerProcess.plain(data, port);
    try (ServerProcess here = here(there);
        Browser browser = Browser.open(here.address())) {
      Api elsewhere = here.api().at("there/shared");
      browser.go(here.login());
      Api.Run canceled = elsewhere.start("BuildPirateBusiness", "[536]");
      Api.Run run = startedByHand(there, elsewhere, browser);
      browser.visible("#signal-note");
      picture(browser, "connection-execution");
      act(elsewhere, canceled, "cancel", "{}");
      canceled.join();
      assertThat(canceled.status()).isEqualTo("canceled");

      there.kill();

      assertUnreachable(here, browser, run);
      there = ServerProcess.plain(data, port);
      Api.Run terminated = elsewhere.start("BuildPirateBusiness", "[536]");
      signal(browser, run);
      run.join();
      assertThat(run.summary().toString()).contains("\"completed\"", "Interceptor");
      act(elsewhere, terminated, "terminate", "{\"reason\":\"no wind\"}");
      terminated.join();
      assertThat(terminated.status()).isEqualTo("terminated");
      assertKeptThere(there, here, run);
      assertShown(browser, run);
      Api.Run large = large(here, browser);
      browser.assertNoOtherOrigin();
      Api.Run moved = moved(here, elsewhere, browser);
      here.close();
      assertRestored(there, large, moved);
    } finally {
      there.close();
    }
    assertThat(ServerProcess.execute("verify", "--data", data.toString()).out())
        .contains("4 executions", "all is well");
  }

  private ServerProcess here(ServerProcess there) {
    return here(there, temp.resolve("here/data"));
  }

  private static ServerProcess here(ServerProcess there, Path data) {
    return ServerProcess.connected(
        data,
        there.data().resolve("credentials"),
        "connections.there.endpoint=" + there.address(),
        "connections.there.profile=flowscope",
        "connections.there.domain=shared");
  }

  /** From the form, which offers the connections. */
  private static Api.Run startedByHand(ServerProcess there, Api elsewhere, Browser browser) {
    browser.go("/workflows/BuildPirateBusiness/1/start?input=[536]").visible("#connection");
    browser.find("#connection option[value=there]").click();
    assertThat(browser.text("#curl")).contains("/api/v1/there/shared/executions");
    picture(browser, "connection-start");
    browser.find("#go").click();
    browser.visible("#execution[data-connection=there]");
    String[] path = browser.path().split("/");
    assertThat(path).startsWith("", "executions", "there", "shared");
    assertThat(browser.text("dl.read")).contains("there", "shared");
    assertThat(browser.text("header .conn")).contains(there.address().toString());
    return elsewhere.run(path[4], path[5]);
  }

  private static String page(Api.Run run) {
    return "/executions/there/shared/" + run.workflowId + "/" + run.runId;
  }

  private static void act(Api api, Api.Run run, String what, String json) {
    assertThat(api.post(run.path() + "/" + what, json).status()).isEqualTo(200);
  }

  /** Says so, and what runs here goes on. */
  private static void assertUnreachable(ServerProcess here, Browser browser, Api.Run run) {
    browser.visible("#live.lost");
    Api.Answer answer = here.api().get(run.path());
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("unreachable", "Connection there: ", "cannot be reached");
    Api.Run local = here.api().start("ParallelSum", "[10]");
    local.join();
    assertThat(local.status()).isEqualTo("completed");
    browser.go("/");
    assertThat(browser.text("#needs")).contains("there", "cannot be reached");
    picture(browser, "connection-home");
    browser.go(page(run));
    assertThat(browser.text("main")).contains("cannot be reached");
    picture(browser, "connection-unreachable");
    browser.assertCleanLog("503");
  }

  private static void signal(Browser browser, Api.Run run) {
    browser.go(page(run)).visible("a[data-dialog=signal-dialog]").click();
    browser.visible("#signal-input");
    browser.find("#signal-input").sendKeys("{\"ship\":\"Interceptor\",\"harbour\":\"Port Royal\"}");
    browser.find("#signal-dialog button.main").click();
    browser.visible("#execution");
  }

  private static void assertKeptThere(ServerProcess there, ServerProcess here, Api.Run run) {
    List<JsonNode> events = run.history();
    Histories.assertSound(events);
    assertThat(Histories.count(events, "ActivityTaskCompleted")).isEqualTo(4);
    assertThat(events.toString())
        .as("a worker that dies is noticed there")
        .contains("\"heartbeatTimeout\":\"60\"")
        .doesNotContain("\"heartbeatTimeout\":\"NONE\"");
    assertThat(there.api().at("local/shared").run(run.workflowId, run.runId).history())
        .isEqualTo(events);
    assertThat(here.api().get("/api/v1/local/default/executions").body()).doesNotContain(run.runId);
    assertThat(here.api().get("/api/v1/there/shared/executions").body()).contains(run.runId);
  }

  private static void assertShown(Browser browser, Api.Run run) {
    browser.go(page(run) + "?view=history");
    assertThat(browser.text("main")).contains("WorkflowExecutionCompleted");
    browser.go(page(run) + "?view=graph").visible("#graph svg");
    browser.go("/executions?connection=there");
    assertThat(browser.text("#executions")).contains(run.workflowId);
    picture(browser, "connection-executions");
    browser.go("/workers");
    assertThat(browser.text("#processes")).contains("for there");
    picture(browser, "connection-workers");
  }

  private static TestJar shop(String word) {
    return new TestJar()
        .with("Keeping", "public interface Keeping { Promise<String> run(); }")
        .with("Growing", "public interface Growing { Promise<String> run(int length); }")
        .with("Tasks", "public interface Tasks { Promise<String> grow(int length); }")
        .with(
            "Work",
            "public class Work { public String grow(int length) { return \"x\".repeat(length); } }")
        .with(
            "Jar",
            "public class Jar implements WorkflowJar { public void fill(Catalogue c) {"
                + " c.tasks(Tasks.class, Work::new);"
                + " c.workflow(Growing.class, stubs -> new Large(stubs.of(Tasks.class)));"
                + " c.workflow(Keeping.class, stubs -> new Keep(stubs.of(Flow.class))); } }")
        .with(
            "Large",
            "public class Large implements Growing { private final Tasks tasks;"
                + " Large(Tasks tasks) { this.tasks = tasks; }"
                + " public Promise<String> run(int length) { return tasks.grow(length); } }")
        .with(
            "Keep",
            "public class Keep implements Keeping { private final Flow flow;"
                + " Keep(Flow flow) { this.flow = flow; }"
                + " public Promise<String> run() { flow.signal(\"go\", String.class).get();"
                + " return Promise.of(\""
                + word
                + "\"); } }");
  }

  /** Uploads it; its hash. */
  private String uploaded(ServerProcess here, String word) {
    try (Stream<Path> cached = Files.list(here.data().resolve("cache"))) {
      Path workerJar = cached.filter(p -> p.toString().endsWith(".jar")).findFirst().orElseThrow();
      Path jar = Files.write(temp.resolve(word + ".jar"), shop(word).build(temp, workerJar));
      return here.api().upload(jar).json().get("hash").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value that the worker's process stored, on the page of its execution. */
  private Api.Run large(ServerProcess here, Browser browser) {
    uploaded(here, "old");
    Api.Run run = here.api().start("Large", "[40000]");
    run.join();
    assertThat(run.summary().get("result").asText()).isEqualTo("x".repeat(40_000));
    assertThat(here.data().resolve("values/local/default")).isNotEmptyDirectory();
    browser.go("/executions/local/default/" + run.workflowId + "/" + run.runId);
    assertThat(browser.text("main")).contains("xxxx", "40,002 characters");
    return run;
  }

  /** A run there that the newest jar began, and that is sent to the older one. */
  private Api.Run moved(ServerProcess here, Api elsewhere, Browser browser) {
    String old = here.api().get("/api/v1/jars").json().at("/jars/0/hash").asText();
    uploaded(here, "new");
    Api.Run run = elsewhere.start("Keep", "[]");
    run.follow(columns -> completed(columns, 1));
    Api.Answer refused = here.api().post(run.path() + "/move", "{\"jar\":\"0123456789ab\"}");
    assertThat(refused.status()).isEqualTo(422);

    browser.go(page(run)).find("[data-dialog=move-dialog]").click();
    browser.visible("#move-dialog option[value='" + old + "']").click();
    picture(browser, "change-jar");
    browser.find("#move-dialog button.main").click();

    assertThat(browser.visible("#flashes .note").getText()).contains("goes on with old.jar");
    run.follow(columns -> completed(columns, 2));
    assertThat(browser.go(page(run)).text("dl.read")).contains(old.substring(0, 8));
    usedAgain(browser, old);
    return run;
  }

  /** The older jar, by its button, for new runs. */
  private static void usedAgain(Browser browser, String old) {
    String card = "#jar-" + old.substring(0, 8);
    assertThat(browser.go("/workflows").text(card)).contains("replaced", "Use for new runs");
    browser.find(card + " form button").click();
    assertThat(browser.visible("#flashes .note").getText()).contains("New runs use old.jar");
    assertThat(browser.text(card)).contains("current").doesNotContain("Use for new runs");
  }

  /** Whether that round, or a later one, is among what changed, and has ended. */
  private static boolean completed(JsonNode columns, int round) {
    JsonNode index = columns.at("/rounds/index");
    JsonNode state = columns.at("/rounds/state");
    for (int i = 0; i < index.size(); i++) {
      if (index.get(i).asInt() >= round - 1 && state.get(i).asText().equals("completed")) {
        return true;
      }
    }
    return false;
  }

  /** The large value is there, and a worker of the older jar goes on with what it was given. */
  private void assertRestored(ServerProcess there, Api.Run large, Api.Run moved) {
    Path backup = temp.resolve("backup");
    Path data = temp.resolve("again/data");
    assertThat(
            ServerProcess.execute(
                "backup",
                "--data",
                temp.resolve("here/data").toString(),
                "--to",
                backup.toString()))
        .satisfies(printed -> assertThat(printed.code()).as(printed.err()).isZero());
    assertThat(
            ServerProcess.execute(
                "restore", "--from", backup.toString(), "--data", data.toString()))
        .satisfies(printed -> assertThat(printed.code()).as(printed.err()).isZero());
    try (ServerProcess again = here(there, data)) {
      JsonNode kept = again.api().run(large.workflowId, large.runId).summary();
      assertThat(kept.get("result").asText()).isEqualTo("x".repeat(40_000));
      Api.Run run = again.api().at("there/shared").run(moved.workflowId, moved.runId);
      act(again.api(), run, "signal", "{\"name\":\"go\",\"input\":\"now\"}");
      run.join();
      assertThat(run.summary().get("result").asText()).isEqualTo("old");
      assertThat(run.history().toString()).contains("flowscope.move");
    }
  }

  private static void picture(Browser browser, String name) {
    browser.theme("dark").screenshot(PICTURES.resolve(name + "-dark.png"));
    browser.theme("light").assertAccessible(name);
    browser.screenshot(PICTURES.resolve(name + "-light.png"));
    browser.width(400);
    browser.screenshot(PICTURES.resolve(name + "-narrow.png"));
    assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
        .as("%s does not scroll sideways", name)
        .isLessThanOrEqualTo((Long) browser.script("return window.innerWidth"));
    browser.width(1280);
  }
}
