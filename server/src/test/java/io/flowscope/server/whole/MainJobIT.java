package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.server.process.TestJar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** What a person does: upload a jar, start a workflow, watch it, read it, and act on it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobIT {
  private static final Path DEMOS = Path.of("../demos/target/flowscope-demos-0.1.0.jar");
  private static final Path PICTURES = Path.of("target/screenshots");
  private static final String VIDEO =
      "[\"s3://talks/europython-2015.mp4\",\"s3://talks/europython-2015.srt\"]";

  @TempDir static Path temp;
  private static ServerProcess server;
  private static Browser browser;

  @BeforeAll
  static void start() {
    server = ServerProcess.plain(temp.resolve("data"), 0);
    browser = Browser.open(server.address());
    browser.go(server.login());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    server.close();
  }

  @Test
  @Order(1)
  void the_link_logs_in_and_the_empty_home_says_what_to_do() {
    assertThat(browser.path()).isEqualTo("/");
    assertThat(browser.text("main")).contains("No workflow yet");
    inBothThemes("home-empty");
  }

  @Test
  @Order(2)
  void a_jar_is_uploaded_and_described() {
    browser.go("/workflows");
    browser.find("input#jar").sendKeys(DEMOS.toAbsolutePath().normalize().toString());

    browser.visible("a[aria-label='Start ProcessVideo']");

    assertThat(browser.text("#jars")).contains("flowscope-demos-0.1.0.jar", "ParallelSum");
    inBothThemes("workflows");
  }

  @Test
  @Order(3)
  void what_is_no_jar_is_dropped_and_refused_with_its_checks() {
    browser.assertCleanLog();
    browser.go("/workflows").find("#drop");

    browser.script(
        "const files = new DataTransfer();"
            + "files.items.add(new File(['this is no jar'], 'notes.jar'));"
            + "document.getElementById('drop').dispatchEvent(new DragEvent('drop',"
            + " {dataTransfer: files, bubbles: true, cancelable: true}));");

    browser.visible("#upload .checks li");
    assertThat(browser.text("#upload")).contains("notes.jar", "not stored");
    assertThat(browser.all("#upload .checks li").getFirst().getDomAttribute("class"))
        .isEqualTo("failed");
    inBothThemes("upload-refused");
    browser.go("/workflows");
    assertThat(browser.text("#jars")).contains("flowscope-demos-0.1.0.jar").doesNotContain("notes");
    browser.assertCleanLog("422");
  }

  @Test
  @Order(4)
  void wrong_input_stays_in_the_form_and_the_field_says_what_is_wrong() {
    browser.go("/workflows/ProcessVideo/1/start").visible("#fields input");
    List<WebElement> fields = browser.all("#fields input");
    fields.get(0).sendKeys("not a uri");
    fields.get(1).sendKeys("s3://talks/europython-2015.srt");
    browser.find("#go").click();

    assertThat(browser.visible("#fields .err").getText()).contains("A URI with a scheme");
    assertThat(browser.path()).isEqualTo("/workflows/ProcessVideo/1/start");
    assertThat(fields.get(0).getDomProperty("value")).isEqualTo("not a uri");
    inBothThemes("start-wrong");

    browser.script("document.getElementById('start').submit()");
    browser.until(d -> d.findElement(By.id("input")).getText().contains("not a uri"));

    assertThat(browser.visible("#fields .err").getText()).isNotBlank();
    assertThat(browser.all("#fields input").get(0).getDomProperty("value")).isEqualTo("not a uri");
    browser.assertCleanLog("422");
  }

  @Test
  @Order(5)
  void the_video_workflow_is_started_by_its_form_and_watched_while_it_runs() {
    browser.go("/workflows").visible("a[aria-label='Start ProcessVideo']").click();
    browser.visible("#fields input");
    inBothThemes("start");
    List<WebElement> fields = browser.all("#fields input");
    assertThat(fields).hasSize(2);
    fields.get(0).clear();
    fields.get(0).sendKeys("s3://talks/europython-2015.mp4");
    fields.get(1).clear();
    fields.get(1).sendKeys("s3://talks/europython-2015.srt");
    browser.find("#go").click();

    browser.until(d -> d.findElements(By.cssSelector("tr[data-state=started]")).size() > 1);
    assertThat(browser.text("#status")).isEqualTo("running");
    browser.screenshot(PICTURES.resolve("timeline-running.png"));
    browser.until(d -> d.findElement(By.id("status")).getText().equals("completed"));
    // Nobody has loaded the page anew.
    assertThat(browser.visible("#result").getText()).startsWith("Result {").contains("video");
    assertThat(browser.visible("#acts a[href$='/delete']").getText()).isEqualTo("Delete");

    browser.find(".titleline a[href*='/start?input=']").click();
    browser.visible("#fields input");
    assertThat(browser.all("#fields input").get(1).getDomProperty("value"))
        .isEqualTo("s3://talks/europython-2015.srt");
    browser.find("#go").click();
    browser.until(d -> d.findElement(By.id("status")).getText().equals("completed"));

    browser.go(browser.path());
    assertThat(browser.all("tr[data-id*='thumbnail']")).hasSizeGreaterThanOrEqualTo(1);
    // The tasks sleep for 10 s in all and 2 s on the longest path; a busy machine takes longer.
    assertThat(seconds("#f-sum")).isGreaterThanOrEqualTo(10.0);
    assertThat(seconds("#f-wall")).isBetween(1.9, seconds("#f-sum") / 2);
    inBothThemes("timeline");
  }

  private static double seconds(String css) {
    String shown = browser.text(css);
    assertThat(shown).matches("\\d+\\.\\d+ s");
    return Double.parseDouble(shown.substring(0, shown.length() - 2));
  }

  @Test
  @Order(6)
  void its_graph_replays_and_history_can_be_read() {
    String path = "/executions/local/default/" + finishedVideo();
    browser.go(path + "?view=graph").visible("#execution svg");
    inBothThemes("graph");

    browser.go(path + "?view=replays&round=1");
    assertThat(browser.text("main"))
        .contains("ProcessVideo.java", "The code stops here until findChapters-1 has finished");
    assertThat(browser.text(".trio .diagram svg"))
        .contains("findChapters-1")
        .doesNotContain("thumb");
    inBothThemes("replays");
    browser.find("#next-round").click();
    browser.until(d -> d.getCurrentUrl().contains("round=2"));
    assertThat(browser.text("main")).contains("Round 2 of", "completed");

    browser.go(path + "?view=history");
    assertThat(browser.text("main"))
        .contains("WorkflowExecutionStarted", "WorkflowExecutionCompleted");
    inBothThemes("history");
  }

  private static String finishedVideo() {
    JsonNode first =
        server
            .api()
            .get("/api/v1/local/default/executions?status=completed&workflow=ProcessVideo")
            .json()
            .get("executions")
            .get(0);
    return first.get("workflowId").asText() + "/" + first.get("runId").asText();
  }

  @Test
  @Order(7)
  void the_pirates_wait_for_a_signal_and_get_it() {
    Api.Run run = server.api().start("BuildPirateBusiness", "[536]");
    browser
        .go(page(run))
        .until(d -> d.findElement(By.tagName("main")).getText().contains("shipFound"));
    browser.find("a[data-dialog=signal-dialog]").click();
    assertThat(browser.visible("#signal-name").getDomProperty("value")).isEqualTo("shipFound");
    browser.find("#signal-input").sendKeys("{\"ship\":\"Interceptor\",\"harbour\":\"Port Royal\"}");
    browser.assertAccessible("signal dialog");
    browser.find("#signal-dialog button.main").click();

    run.join();
    assertThat(run.summary().get("result").toString()).contains("Interceptor");
    browser.go(page(run));
    assertThat(browser.text("#status")).isEqualTo("completed");
  }

  @Test
  @Order(8)
  void one_is_canceled_and_one_is_terminated_with_a_reason() {
    Api.Run canceled = server.api().start("BuildPirateBusiness", "[536]");
    act(canceled, "cancel", "the fleet is near");
    canceled.join();
    assertThat(canceled.status()).isEqualTo("canceled");

    Api.Run terminated = server.api().start("BuildPirateBusiness", "[536]");
    act(terminated, "terminate", "no wind");
    terminated.join();
    assertThat(terminated.summary().toString()).contains("\"terminated\"", "no wind");
  }

  private static void act(Api.Run run, String what, String reason) {
    browser.go(page(run)).visible("a[data-dialog=" + what + "-dialog]").click();
    browser.visible("#" + what + "-reason").sendKeys(reason);
    browser.find("#" + what + "-dialog button.main").click();
    browser.until(d -> d.findElement(By.id("execution")).isDisplayed());
  }

  @Test
  @Order(9)
  void lists_and_workers_show_what_there_is() {
    browser.go("/executions");
    assertThat(browser.text("main")).contains("ProcessVideo", "BuildPirateBusiness");
    inBothThemes("executions");
    browser.go("/workers");
    inBothThemes("workers");
    browser.go(URI.create(browser.find("main a[href$='/log']").getDomProperty("href")));
    inBothThemes("worker-log");
    browser.go("/");
    inBothThemes("home");
  }

  @Test
  @Order(10)
  void an_empty_text_is_a_mistake_unless_it_is_said_to_be_meant() throws Exception {
    Path jar = temp.resolve("greeting.jar");
    Files.write(jar, greeting("hello"));
    assertThat(server.api().upload(jar).status()).isEqualTo(201);
    browser.go("/workflows/Greeting/1/start").visible("#fields input");
    browser.find("#go").click();

    assertThat(browser.visible("#fields .err").getText()).contains("name is empty", "empty text");
    inBothThemes("start-empty");

    browser.find("#fields input[type=checkbox]").click();
    browser.find("#go").click();
    browser.until(d -> !d.findElements(By.id("result")).isEmpty());
    assertThat(browser.text("#result")).isEqualTo("Result \"hello \"");

    Files.write(jar, greeting("good morning"));
    assertThat(server.api().upload(jar).status()).isEqualTo(201);
    browser.go("/workflows");
    assertThat(browser.text("#jars")).contains("New runs use greeting.jar");
    assertThat(browser.all("a[aria-label='Start Greeting']")).hasSize(1);
    inBothThemes("workflows-replaced");
  }

  private static byte[] greeting(String word) throws IOException {
    return new TestJar()
        .with("Greets", "public interface Greets { Promise<String> greet(String name); }")
        .with(
            "Jar",
            "public class Jar implements WorkflowJar { public void fill(Catalogue c) {"
                + " c.workflow(Greets.class, stubs -> new Greeting()); } }")
        .with(
            "Greeting",
            "public class Greeting implements Greets { public Promise<String> greet(String name) {"
                + " return Promise.of(\"%s \" + name); } }".formatted(word))
        .build(temp, Path.of("target/classes/worker.jar"));
  }

  @Test
  @Order(11)
  void nothing_was_logged_and_nobody_else_was_asked() {
    browser.assertCleanLog();
    browser.assertNoOtherOrigin();
    browser.go("/nowhere");
    assertThat(browser.text("main")).contains("nowhere");
    assertThat(browser.text("#places")).contains("Executions");
    inBothThemes("missing");
    browser.assertCleanLog("404");
  }

  @Test
  @Order(12)
  void pages_without_scripts_act_too_and_the_way_out_leads_to_the_login() {
    Api.Run run = server.api().start("BuildPirateBusiness", "[536]");
    browser.go(page(run) + "/terminate").visible("#terminate-reason").sendKeys("enough seen");
    inBothThemes("terminate");
    browser.find("form.action button.main").click();
    run.join();
    assertThat(run.status()).isEqualTo("terminated");

    outOfDate();
    browser.find("form[action='/logout'] button").click();
    browser.visible("input[name=token]");
    inBothThemes("login");
    browser.go("/executions");
    browser.visible("input[name=token]");
  }

  /** A form of a page from before the last login. */
  private static void outOfDate() {
    browser.script(
        "const form = document.querySelector(\"form[action='/logout']\");"
            + " form.elements._csrf.value = 'of yesterday'; form.submit()");
    assertThat(browser.visible(".error").getText())
        .contains("This page is out of date.", "Go back, reload it, and try again.", "403");
    inBothThemes("error");
  }

  private static String page(Api.Run run) {
    return "/executions/local/default/" + run.workflowId + "/" + run.runId;
  }

  private static void inBothThemes(String name) {
    for (String theme : List.of("light", "dark")) {
      browser.theme(theme);
      browser.assertAccessible(name + ", " + theme);
      browser.screenshot(PICTURES.resolve(name + "-" + theme + ".png"));
    }
    browser.width(390);
    browser.assertAccessible(name + ", narrow");
    browser.screenshot(PICTURES.resolve(name + "-narrow.png"));
    assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
        .as("%s does not scroll sideways", name)
        .isLessThanOrEqualTo((Long) browser.script("return window.innerWidth"));
    browser.width(1280).theme("light");
  }
}
