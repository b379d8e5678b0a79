package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server as the Amazon SWF of another: here executions are started, watched and acted upon, and
 * run by workers; there they are kept.
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
      browser.assertNoOtherOrigin();
    } finally {
      there.close();
    }
    assertThat(ServerProcess.execute("verify", "--data", data.toString()).out())
        .contains("3 executions", "all is well");
  }

  private ServerProcess here(ServerProcess there) {
    return ServerProcess.connected(
        temp.resolve("here/data"),
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
