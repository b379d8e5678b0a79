package io.flowscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.flowscope.web.dev.ExecutionFixtures;
import io.flowscope.web.dev.Fixtures;
import io.flowscope.web.dev.Hostile;
import io.flowscope.web.page.ExecutionPage;
import io.flowscope.web.page.HistoryView;
import io.flowscope.web.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PagesTest {
  private static final Pages PAGES = new Pages();
  private static final TemplateEngine VIEWS = TemplateEngine.createPrecompiled(ContentType.Html);
  private static final Pattern TAG =
      Pattern.compile(
          "<([a-zA-Z][a-zA-Z0-9]*)((?:\\s+[^\\s=>\"]+(?:=\"[^\"]*\"|=[^\\s\">]+)?)*)\\s*/?>");

  @TestFactory
  List<DynamicTest> everyPageRendersWithWhateverItIsGiven() {
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, Fixtures> kinds =
        Map.of(
            "plausible", Fixtures.plausible(),
            "empty", Fixtures.empty(),
            "hostile", Fixtures.hostile(Hostile.SCRIPT));
    kinds.forEach(
        (kind, fixtures) ->
            fixtures
                .pages()
                .forEach(
                    (name, page) ->
                        tests.add(DynamicTest.dynamicTest(kind + " " + name, () -> check(page)))));
    return tests;
  }

  private static void check(Page page) {
    String html = PAGES.render(page);
    assertThat(html.strip()).startsWith("<!doctype html>").contains("<h1").endsWith("</html>");
    assertThat(count(html, "<main id=\"main\"")).isOne();
    checkMarkup(html);
  }

  @TestFactory
  List<DynamicTest> everyViewRendersWithWhateverItIsGiven() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String word : List.of("", Hostile.SCRIPT)) {
      ExecutionFixtures f = ExecutionFixtures.of(word);
      String kind = word.isEmpty() ? "plausible" : "hostile";
      for (int round : List.of(-5, 1, 2, 4, 8, 99)) {
        tests.add(view(kind + " replays " + round, "replays", f, f.replays(round, true)));
        tests.add(view(kind + " no source " + round, "replays", f, f.replays(round, false)));
      }
      tests.add(view(kind + " no round", "replays", f, f.noRound()));
      for (HistoryView.Mode mode : HistoryView.Mode.values()) {
        tests.add(view(kind + " history " + mode, "history", f, f.history(mode)));
      }
      tests.add(view(kind + " hidden history", "history", f, f.hiddenHistory()));
    }
    return tests;
  }

  private static DynamicTest view(
      String name, String template, ExecutionFixtures fixtures, ExecutionPage.View view) {
    return DynamicTest.dynamicTest(name, () -> checkMarkup(render(template, fixtures, view)));
  }

  private static String render(
      String template, ExecutionFixtures fixtures, ExecutionPage.View view) {
    StringOutput out = new StringOutput();
    VIEWS.render(
        "execution/" + template + ".jte", Map.of("page", fixtures.page(view), "view", view), out);
    return out.toString();
  }

  /** No text of a user became markup, and nothing needs inline code or style to be allowed. */
  private static void checkMarkup(String html) {
    assertThat(html).doesNotContain("<script>").doesNotContain("<img").doesNotContain("${page");
    Matcher m = TAG.matcher(html);
    List<String> ids = new ArrayList<>();
    while (m.find()) {
      String names = m.group(2).replaceAll("\"[^\"]*\"", "");
      assertThat(names).as(m.group()).doesNotContainPattern("(?i)\\s(style|on[a-z]+)\\s*=");
      if (m.group(1).equalsIgnoreCase("script")) {
        assertThat(m.group(2)).as(m.group()).contains("src=\"/static/");
      }
      Matcher id = Pattern.compile("\\sid=\"([^\"]*)\"").matcher(m.group(2));
      if (id.find()) {
        ids.add(id.group(1));
      }
      Matcher href = Pattern.compile("\\s(?:href|action|src)=\"([^\"]*)\"").matcher(m.group(2));
      while (href.find()) {
        assertThat(href.group(1)).as(m.group()).matches("[/#?].*").doesNotStartWith("//");
      }
    }
    assertThat(html).doesNotContain("<style");
    assertThat(ids).doesNotHaveDuplicates();
  }

  private static int count(String html, String part) {
    return html.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void emptyHomeSaysHowToBegin() {
    assertThat(PAGES.render(Fixtures.empty().pages().get("home")))
        .contains("No workflow yet. Drop a jar, or run the demo.");
  }

  @Test
  void failedCheckStandsFirst() {
    String html = PAGES.render(Fixtures.hostile("x").pages().get("workflows"));
    assertThat(html.indexOf("failed: </span>")).isBetween(0, html.indexOf("passed: </span>"));
  }

  @Test
  void startFormKeepsWhatWasTypedAndSaysWhatIsWrong() {
    String html = PAGES.render(Fixtures.plausible().pages().get("start-wrong"));
    assertThat(html)
        .contains("talks/a.srt")
        .contains("A URI with a scheme is needed")
        .contains("An open execution has this id")
        .contains("value=\"talk-batch-0031\"");
  }

  @Test
  void replaysFoldQuietRoundsAndMarkTheLine() {
    ExecutionFixtures f = ExecutionFixtures.of("");
    String html = render("replays", f, f.replays(2, true));
    assertThat(html)
        .contains("3–7")
        .contains("5 rounds without a new call, folded")
        .contains("Round 2 of 8")
        .contains("The code stops here")
        .contains("findChapters-1</b> running");
  }

  @Test
  void aLongHistoryIsWarnedOf() {
    assertThat(whole(9_999)).doesNotContain("Amazon SWF terminates");
    assertThat(whole(10_000))
        .contains("This run has 10,000 events. Amazon SWF terminates a run at 25,000 events, so");
  }

  @Test
  void theResultOfAClosedRunStandsOnItsPage() {
    assertThat(whole(ExecutionFixtures.of(""))).doesNotContain("id=\"result\"");
    assertThat(whole(ExecutionFixtures.completed("{\"price\":420}")))
        .contains("<b>Result</b> <span class=\"mono any\">{\"price\":420}</span></span></div>");
    assertThat(whole(ExecutionFixtures.completed("null"))).contains("It gave no result.");
  }

  @Test
  void aLongResultIsShortenedAndCanBeDownloaded() {
    String digits = "0123456789".repeat(30);
    String shortened = "<span class=\"mono any\">\"" + digits.substring(0, 238) + "…</span>";
    assertThat(whole(ExecutionFixtures.completed('"' + digits + '"')))
        .contains(shortened, digits + "\"</pre>", "/events/124.json");

    // As the server shows a value that does not travel in the history.
    assertThat(
            whole(
                ExecutionFixtures.completed("\"{\\\"a\\\":\\\"xx… (60,000 characters of JSON)\"")))
        .contains("{\"a\":\"xx… (60,000 characters of JSON)</span>", "/events/124.json");
  }

  @Test
  void aReplacedJarSaysWhichOneRunsNewExecutions() {
    String html = PAGES.render(Fixtures.plausible().pages().get("workflows"));
    assertThat(html)
        .contains("New runs use <a href=\"/workflows#jar-0f1c9e07\">squares-2.jar")
        .contains("aria-label=\"Start ProcessVideo\"")
        .doesNotContain("aria-label=\"Start Squares\"");
  }

  @Test
  void theIsolationIsNamedAndExplained() {
    assertThat(PAGES.render(Fixtures.plausible().pages().get("workers")))
        .contains("Isolation: <b>bubblewrap</b>. A worker sees its jar and a folder of its own.");
    assertThat(PAGES.render(Fixtures.empty().pages().get("workers")))
        .contains("Isolation: <b>bubblewrap</b>.");
  }

  @Test
  void aTextThatNobodyTypedIsNotEmptyButMissing() {
    String schema =
        """
        {"type":"array","minItems":2,"prefixItems":[
         {"title":"city","type":"string","x-java":"String"},
         {"title":"trip","type":"object","required":["to","days"],"properties":{
           "to":{"type":"string"},"days":{"type":"integer"}}}]}
        """;
    InputForm form = InputForm.of(schema);
    assertThat(form.skeleton().replaceAll("\\s", "")).isEqualTo("[null,{\"to\":null,\"days\":0}]");
    assertThat(form.parameters().getLast().example()).isEqualTo("{\"to\":\"to\",\"days\":0}");
  }

  private static String whole(long events) {
    return whole(ExecutionFixtures.ofLength(events));
  }

  private static String whole(ExecutionFixtures f) {
    StringOutput out = new StringOutput();
    VIEWS.render("execution.jte", Map.of("page", f.page(f.history(HistoryView.Mode.JSON))), out);
    return out.toString();
  }

  @Test
  void stoppedRoundSaysWhy() {
    ExecutionFixtures f = ExecutionFixtures.of("");
    assertThat(render("replays", f, f.replays(8, true)))
        .contains("This decision was stopped.")
        .contains("history has encode-2, the code now calls thumbnail-1");
  }

  @Test
  void longValuesAreCutAndCanBeDownloaded() {
    ExecutionFixtures f = ExecutionFixtures.of("");
    String html = render("history", f, f.history(HistoryView.Mode.JSON));
    assertThat(html).contains("(9,003 characters)").contains("/events/1.json");
  }
}
