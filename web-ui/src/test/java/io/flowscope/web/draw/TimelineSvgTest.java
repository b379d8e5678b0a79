package io.flowscope.web.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.Timeline;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class TimelineSvgTest {
  private static final long START = TimelineBuilder.START;

  @Test
  void everyBarEndsWhereTheHistorySays() throws Exception {
    for (long now : new long[] {60, 700, 1000, 1740, TalkRun.END}) {
      Timeline timeline = TalkRun.at(now);
      TimelineOptions options = new TimelineOptions(START + now, 952, false, true, false, null);
      Document svg = parse(TimelineSvg.draw(timeline, options));
      double to = now == TalkRun.END ? now : TimeScale.roomy(now);
      double width = 952 - 168 - 30;
      int bars = 0;
      for (Element bar : elements(svg, "data-bar")) {
        if (bar.getTagName().equals("rect")) {
          bars++;
          double x = Double.parseDouble(bar.getAttribute("x"));
          double w = Double.parseDouble(bar.getAttribute("width"));
          double from = Long.parseLong(bar.getAttribute("data-from")) - START;
          String closed = bar.getAttribute("data-to");
          double until = closed.isEmpty() ? now : Long.parseLong(closed) - START;
          assertThat(x).isCloseTo(168 + from / to * width, within(.01));
          assertThat(x + w).isCloseTo(168 + until / to * width, within(.02));
        }
      }
      assertThat(bars).isEqualTo(attempts(timeline));
    }
  }

  /** A queued bar for each attempt and a running bar for each that started. */
  private static int attempts(Timeline timeline) {
    return timeline.calls().attempts().stream()
        .flatMap(List::stream)
        .mapToInt(attempt -> attempt.startedAt() == null ? 1 : 2)
        .sum();
  }

  @Test
  void arrowsAreTheRecordedOnes() throws Exception {
    TimelineOptions unfolded =
        new TimelineOptions(START + TalkRun.END, 952, false, true, false, null);
    Document svg = parse(TimelineSvg.draw(TalkRun.closed(), unfolded));
    Set<String> drawn = new TreeSet<>();
    Set<String> controlled = new TreeSet<>();
    for (Element edge : elements(svg, "data-kind")) {
      if (edge.getAttribute("data-kind").equals("control")) {
        controlled.add(edge.getAttribute("data-to"));
      } else {
        drawn.add(edge.getAttribute("data-from") + " " + edge.getAttribute("data-to"));
      }
    }
    Set<String> recorded = new TreeSet<>();
    Set<String> behind = new TreeSet<>();
    Timeline.Calls calls = TalkRun.closed().calls();
    for (int i = 0; i < calls.id().size(); i++) {
      String taker = calls.id().get(i);
      calls.needs().get(i).forEach(giver -> recorded.add(giver + " " + taker));
      if (!calls.after().get(i).isEmpty()) {
        behind.add(taker);
      }
    }
    assertThat(drawn).isEqualTo(recorded);
    assertThat(controlled).isEqualTo(behind).hasSize(16);
  }

  @Test
  void hostileNamesCannotBreakThePicture() throws Exception {
    String hostile = "x\"><script>alert(1)</script>&\u0000\u0008\uD800]]>'\u202eabc\uFFFE";
    Timeline timeline =
        new TimelineBuilder()
            .call(
                "T." + hostile + "-1",
                NodeKind.ACTIVITY,
                NodeState.FAILED,
                hostile + ":1",
                5,
                List.of(),
                List.of(),
                List.of(TimelineBuilder.attempt(5, 9L, 40L, NodeState.FAILED)))
            .barrier(hostile, hostile, List.of("T." + hostile + "-1"), 5, 50L)
            .mark("signal", hostile, 20)
            .round(0, 5)
            .build(ExecutionStatus.FAILED, 60L, 9);
    String text = TimelineSvg.draw(timeline, START);
    Document svg = parse(text);
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(text).doesNotContain("<script", "\u202e", "style=", "onload");
    Document html = parse(TraceHtml.draw(timeline, "run " + hostile, START));
    assertThat(html.getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void everyStateAndKindCanBeDrawn() throws Exception {
    TimelineBuilder b = new TimelineBuilder();
    int n = 0;
    for (NodeKind kind : NodeKind.values()) {
      for (NodeState state : NodeState.values()) {
        Long started = state == NodeState.PENDING || state == NodeState.SCHEDULED ? null : 20L;
        Long closed = started == null || state == NodeState.STARTED ? null : (Long) 80L;
        var tries =
            state == NodeState.PENDING
                ? List.<Timeline.Attempt>of()
                : List.of(TimelineBuilder.attempt(10, started, closed, state));
        String name = "T." + kind + "_" + state + "-" + ++n;
        b.call(name, kind, state, "A.java:" + n, 5, List.of(), List.of(), tries);
      }
    }
    Timeline timeline = b.build(ExecutionStatus.RUNNING, null, 50);
    for (boolean narrow : new boolean[] {false, true}) {
      TimelineOptions options =
          new TimelineOptions(START + 100, narrow ? 358 : 952, narrow, true, true, null);
      assertThat(elements(parse(TimelineSvg.draw(timeline, options)), "data-state")).hasSize(35);
    }
  }

  @Test
  void tenThousandCallsOfOneLineBecomeOneSmallPicture() {
    TimelineBuilder b = new TimelineBuilder();
    for (int i = 0; i < 10_000; i++) {
      long from = 10 + i / 100 * 50L;
      b.call(
          "T.step-" + (i + 1),
          NodeKind.ACTIVITY,
          NodeState.COMPLETED,
          "A.java:7",
          5,
          List.of(),
          List.of(),
          List.of(TimelineBuilder.attempt(5, from, from + 45, NodeState.COMPLETED)));
    }
    Timeline timeline = b.build(ExecutionStatus.COMPLETED, 6000L, 30_000);
    assertThat(TimelineSvg.draw(timeline, START)).contains("step × 10000").hasSizeLessThan(200_000);
  }

  @Test
  void theTalksRunLooksAsItDid() throws IOException {
    String drawn = TimelineSvg.element(TalkRun.closed(), TimelineOptions.wide(0, null)).svg();
    Path golden = Path.of("src/test/resources/golden/talk-run.svg");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, drawn.replace("><", ">\n<") + "\n");
    }
    assertThat(drawn.replace("><", ">\n<") + "\n").isEqualTo(Files.readString(golden));
  }

  @Test
  void theSentenceSaysWhatThePictureShows() {
    assertThat(TimelineSvg.element(TalkRun.closed(), TimelineOptions.wide(0, null)).summary())
        .isEqualTo("Timeline: 18 tasks, 18 done, 2.00 s, one after another 10.10 s; one barrier");
  }

  static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  static List<Element> elements(Document document, String attribute) {
    NodeList all = document.getElementsByTagName("*");
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      if (all.item(i) instanceof Element element && element.hasAttribute(attribute)) {
        found.add(element);
      }
    }
    return found;
  }
}
