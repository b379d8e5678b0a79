package io.flowscope.web.dev;

import io.flowscope.engine.view.CallRecord;
import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.engine.view.ExecutionSummary;
import io.flowscope.engine.view.NodeKind;
import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.RoundRecord;
import io.flowscope.engine.view.Rounds;
import io.flowscope.engine.view.Timeline;
import io.flowscope.web.page.ExecutionPage;
import io.flowscope.web.page.HistoryView;
import io.flowscope.web.page.ReplaysView;
import io.flowscope.web.page.Shell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of one execution with its replays and its history. */
public final class ExecutionFixtures {
  private static final long T = Fixtures.NOW - 2000;
  private static final List<String> SOURCE =
      """
      package demo;

      /** The talk's video. */
      public class ProcessVideo {
        public Promise<Report> process(URI videoUri, URI subtitleUri) {
          var subtitled = video.embedSubtitle(videoUri, subtitleUri);
          var chapters = video.findChapters(videoUri);

          // One thumbnail for each chapter: the code waits.
          var thumbnails =
              chapters
                  .get()
                  .stream()
                  .map(chapter -> video.thumbnail(videoUri, chapter))
                  .toList();

          var webm = video.encode(subtitled, "WEBM");
          return Promise.of(new Report(webm, thumbnails));
        }
      }
      """
          .lines()
          .toList();

  private final String word;
  private final long events;
  private final @Nullable String result;

  private ExecutionFixtures(String word, long events, @Nullable String result) {
    this.word = word;
    this.events = events;
    this.result = result;
  }

  /** Every text of a user contains {@code word}, unless it is empty. */
  public static ExecutionFixtures of(String word) {
    return new ExecutionFixtures(word, 124, null);
  }

  /** A run with so many events. */
  public static ExecutionFixtures ofLength(long events) {
    return new ExecutionFixtures("", events, null);
  }

  /** A run that has completed. */
  public static ExecutionFixtures completed(String result) {
    return new ExecutionFixtures("", 124, result);
  }

  private String text(String plain) {
    return word.isEmpty() ? plain : word;
  }

  /** The page around a view. */
  public ExecutionPage page(ExecutionPage.View view) {
    Fixtures fixtures = word.isEmpty() ? Fixtures.plausible() : Fixtures.hostile(word);
    ExecutionSummary summary =
        new ExecutionSummary(
            text("talk-video-0412"),
            "22q7Zt-Rk2m_77AcQh1bk4Xo",
            text("ProcessVideo"),
            "1",
            result == null ? ExecutionStatus.RUNNING : ExecutionStatus.COMPLETED,
            T,
            result == null ? null : Long.valueOf(T + 2000),
            text("[]"),
            result,
            null,
            text("fs.a41c9e0702c5"),
            null,
            List.of(text("media")),
            "TERMINATE",
            false,
            null,
            null,
            null,
            events,
            3,
            1,
            1,
            3,
            2,
            1500,
            2000,
            List.of(text("found")),
            null);
    return new ExecutionPage(
        fixtures.shell(Shell.Place.EXECUTIONS),
        fixtures.actions(),
        summary,
        text("video.jar"),
        Fixtures.HASH,
        null,
        null,
        view);
  }

  /** Eight rounds, five of them quiet; {@code withSource} as when the jar carries it. */
  public ReplaysView replays(int round, boolean withSource) {
    List<Rounds.Round> rounds = new ArrayList<>();
    RoundRecord.Wait wait =
        new RoundRecord.Wait(
            "get-1",
            "",
            List.of(text("VideoTasks.findChapters-1")),
            List.of(),
            "ProcessVideo.java:12",
            text("process"));
    rounds.add(
        round(
            1,
            0,
            text("workflow started"),
            List.of(
                call("VideoTasks.embedSubtitle-1", "ProcessVideo.java:6"),
                call("VideoTasks.findChapters-1", "ProcessVideo.java:7")),
            List.of(wait),
            null));
    rounds.add(round(2, 695, text("embedSubtitle-1 completed"), List.of(), List.of(wait), null));
    for (int n = 3; n <= 7; n++) {
      rounds.add(round(n, 700 + n, text("heartbeat"), List.of(), List.of(wait), null));
    }
    rounds.add(
        round(
            8,
            905,
            text("findChapters-1 completed"),
            List.of(),
            List.of(wait),
            new RoundRecord.Stopped(
                text("history has encode-2, the code now calls thumbnail-1"),
                "ProcessVideo.java:14")));
    return new ReplaysView(
        new Rounds(rounds),
        timeline(),
        round,
        withSource ? new ReplaysView.Source("ProcessVideo.java", 1, source()) : null);
  }

  private List<String> source() {
    if (word.isEmpty()) {
      return SOURCE;
    }
    List<String> lines = new ArrayList<>(Collections.nCopies(SOURCE.size(), "\"" + word));
    lines.set(4, "// " + word);
    return lines;
  }

  /** A run that has not been decided yet. */
  public ReplaysView noRound() {
    return new ReplaysView(new Rounds(List.of()), timeline(), 1, null);
  }

  private CallRecord call(String id, String at) {
    return new CallRecord(
        text(id), 1, NodeKind.ACTIVITY, "VideoTasks.x", List.of(), List.of(), at, null);
  }

  private Rounds.Round round(
      int number,
      long at,
      String news,
      List<CallRecord> calls,
      List<RoundRecord.Wait> waits,
      RoundRecord.@Nullable Stopped stopped) {
    return new Rounds.Round(
        number,
        number * 3L,
        number * 3L + 1,
        number * 3L + 2,
        T + at,
        T + at + 4,
        T + at + 12,
        NodeState.COMPLETED,
        List.of(new Rounds.News(number * 3L - 1, "ActivityTaskCompleted", "x", news)),
        calls.stream()
            .map(c -> new Rounds.Decided(40, "ActivityTaskScheduled", c.call(), text(c.call())))
            .toList(),
        calls,
        waits,
        List.of(),
        null,
        stopped,
        number > 1,
        8123L,
        text("fs.a41c9e0702c5.1.x7"),
        false);
  }

  private Timeline timeline() {
    Timeline.Attempt done =
        new Timeline.Attempt(5, T + 15, T + 55, T + 695, NodeState.COMPLETED, null, text("w"));
    Timeline.Attempt runs =
        new Timeline.Attempt(6, T + 15, T + 55, null, NodeState.STARTED, null, text("w"));
    return new Timeline(
        124,
        T,
        null,
        ExecutionStatus.RUNNING,
        1500,
        new Timeline.Calls(
            List.of(0, 1, 2),
            List.of(
                text("VideoTasks.embedSubtitle-1"),
                text("VideoTasks.findChapters-1"),
                text("VideoTasks.encode-1")),
            List.of(text("embedSubtitle-1"), text("findChapters-1"), text("encode-1")),
            List.of("VideoTasks.embedSubtitle", "VideoTasks.findChapters", "VideoTasks.encode"),
            List.of(NodeKind.ACTIVITY, NodeKind.ACTIVITY, NodeKind.ACTIVITY),
            List.of(NodeState.COMPLETED, NodeState.STARTED, NodeState.PENDING),
            List.of("", "", ""),
            List.of("ProcessVideo.java:6", "ProcessVideo.java:7", "ProcessVideo.java:17"),
            List.of(T + 12, T + 12, T + 915),
            List.of(List.of(), List.of(), List.of()),
            List.of(List.of(), List.of(), List.of()),
            List.of(false, false, false),
            List.of(List.of(done), List.of(runs), List.of()),
            Collections.nCopies(3, null)),
        new Timeline.Barriers(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
        new Timeline.Rounds(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
        new Timeline.Marks(List.of(), List.of(), List.of(), List.of(), List.of()));
  }

  /** Some events, one with a value of 9,000 characters. */
  public HistoryView history(HistoryView.Mode mode) {
    List<HistoryView.Event> events = new ArrayList<>();
    events.add(
        event(
            1,
            "WorkflowExecutionStarted",
            null,
            "workflowExecutionStartedEventAttributes",
            "{\"input\":"
                + quoted("[" + "9,".repeat(4500) + "9]")
                + ",\"childPolicy\":\"TERMINATE\"}"));
    for (int i = 2; i < 9; i++) {
      events.add(
          event(
              i,
              "ActivityTaskScheduled",
              text("VideoTasks.encode-" + i / 3),
              "activityTaskScheduledEventAttributes",
              "{\"activityId\":"
                  + quoted(text("VideoTasks.encode-1"))
                  + ",\"activityType\":{\"name\":\"VideoTasks.encode\",\"version\":\"1\"},\"input\":"
                  + quoted(text("[1]"))
                  + "}"));
    }
    return new HistoryView(
        events,
        124,
        List.of(
            new HistoryView.TypeCount("ActivityTaskScheduled", 18),
            new HistoryView.TypeCount("WorkflowExecutionStarted", 1)),
        new HistoryView.Query(false, "", text(""), mode),
        9L,
        3L);
  }

  /** Nothing passes the filter. */
  public HistoryView hiddenHistory() {
    return new HistoryView(
        List.of(),
        124,
        List.of(),
        new HistoryView.Query(true, text("TimerFired"), text("x"), HistoryView.Mode.EVENTS),
        null,
        null);
  }

  private static HistoryView.Event event(
      long id, String type, @Nullable String call, String member, String attributes) {
    return new HistoryView.Event(
        id,
        T + id * 17,
        type,
        call,
        1,
        "{\"eventTimestamp\":1,\"eventType\":\"%s\",\"eventId\":%d,\"%s\":%s}"
            .formatted(type, id, member, attributes));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
