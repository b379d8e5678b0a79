package io.flowscope.web.dev;

import io.flowscope.engine.view.ExecutionStatus;
import io.flowscope.web.page.ActionPage;
import io.flowscope.web.page.ErrorPage;
import io.flowscope.web.page.ExecutionActions;
import io.flowscope.web.page.ExecutionActions.JarChoice;
import io.flowscope.web.page.ExecutionRef;
import io.flowscope.web.page.ExecutionRow;
import io.flowscope.web.page.ExecutionsPage;
import io.flowscope.web.page.HomePage;
import io.flowscope.web.page.LoginPage;
import io.flowscope.web.page.Page;
import io.flowscope.web.page.Shell;
import io.flowscope.web.page.Shell.Place;
import io.flowscope.web.page.StartPage;
import io.flowscope.web.page.WorkerInfo;
import io.flowscope.web.page.WorkerLogPage;
import io.flowscope.web.page.WorkersPage;
import io.flowscope.web.page.WorkflowsPage;
import io.flowscope.web.page.WorkflowsPage.Check;
import io.flowscope.web.page.WorkflowsPage.CheckState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages filled with plausible, empty or hostile data. */
public final class Fixtures {
  /** 2026-11-21 14:02:13 UTC. */
  public static final long NOW = Instant.parse("2026-11-21T14:02:13Z").toEpochMilli();

  public static final String HASH =
      "a41c9e0702c55b0a9f0e1d2c3b4a59687f6e5d4c3b2a190817263544f5e6d7c8";

  private final String word;
  private final boolean filled;

  private Fixtures(String word, boolean filled) {
    this.word = word;
    this.filled = filled;
  }

  /** As on a good day. */
  public static Fixtures plausible() {
    return new Fixtures("", true);
  }

  /** As on the first day. */
  public static Fixtures empty() {
    return new Fixtures("", false);
  }

  /** Every text of a user contains {@code text}. */
  public static Fixtures hostile(String text) {
    return new Fixtures(text, true);
  }

  private String text(String plain) {
    return word.isEmpty() ? plain : word;
  }

  private <T> List<T> some(List<T> list) {
    return filled ? list : List.of();
  }

  /** All pages but the execution's, by a name for files and addresses. */
  public Map<String, Page> pages() {
    Map<String, Page> pages = new LinkedHashMap<>();
    pages.put("home", home());
    pages.put("workflows", workflows());
    pages.put("start", start(List.of(), ""));
    pages.put(
        "start-wrong",
        start(
            List.of(
                new StartPage.FieldError(
                    "/1", text("A URI with a scheme is needed, for instance s3://talks/a.srt")),
                new StartPage.FieldError(
                    "workflowId", text("An open execution has this id; choose another one."))),
            "[\"s3://talks/europython-2015.mp4\", \"talks/a.srt\", [\"WEBM\"], null, null, [],"
                + " {}, null]"));
    pages.put("executions", executions(ExecutionsPage.Filter.NONE, filled));
    pages.put(
        "executions-hidden",
        executions(
            new ExecutionsPage.Filter(
                ExecutionStatus.FAILED, text("ProcessVideo"), text("media"), "", "-24h", ""),
            false));
    pages.put("workers", workers());
    pages.put(
        "worker-log",
        new WorkerLogPage(
            shell(Place.WORKERS),
            worker(WorkerInfo.State.RUNNING),
            filled ? text("14:02:11 polling\n14:02:12 VideoTasks.encode-2 started\n") : "",
            filled ? 123_456 : 0));
    for (ActionPage.Kind kind : ActionPage.Kind.values()) {
      pages.put(
          kind.name().toLowerCase(java.util.Locale.ROOT),
          new ActionPage(
              shell(Place.EXECUTIONS),
              kind,
              actions(),
              new ActionPage.Typed(text(""), text(""), text(""), "", text("")),
              some(
                  List.of(
                      new StartPage.FieldError("reason", text("A reason is needed.")),
                      new StartPage.FieldError("input", text("This is not JSON."))))));
    }
    pages.put(
        "login",
        new LoginPage(
            outside(),
            LoginPage.Reason.NEEDED,
            text("./flowscope login"),
            "data/admin-token",
            null));
    pages.put(
        "login-used",
        new LoginPage(
            outside(),
            LoginPage.Reason.LINK_USED,
            text("./flowscope login"),
            text("data/admin-token"),
            text("/executions")));
    pages.put("not-found", ErrorPage.notFound(shell(Place.NONE), text("/nothing/here")));
    pages.put(
        "error",
        new ErrorPage(
            shell(Place.NONE),
            500,
            text("The page could not be made."),
            text("Reading the history of talk-video-0412 failed."),
            "Try again; if it happens again, send the id with the last lines of the log.",
            text("e-7f31-22q7"),
            List.of(new ErrorPage.Link("/executions", text("Executions")))));
    return pages;
  }

  public Shell shell(Place place) {
    return new Shell(
        place,
        true,
        new Shell.Connection("local", text("default"), text("embedded"), true),
        "0.1.0",
        text("csrf-token"),
        place == Place.WORKFLOWS
            ? some(List.of(Shell.Flash.of(Shell.Tone.DONE, text("ProcessVideo was registered."))))
            : List.of(),
        word,
        NOW,
        ZoneOffset.UTC);
  }

  private List<Shell.Connection> connections() {
    return filled
        ? List.of(
            new Shell.Connection("local", text("default"), text("embedded"), true),
            new Shell.Connection("aws", text("media"), text("Amazon SWF in eu-west-1"), false))
        : List.of(new Shell.Connection("local", text("default"), text("embedded"), true));
  }

  private Shell outside() {
    return new Shell(Place.NONE, false, null, "0.1.0", "", List.of(), "", NOW, ZoneOffset.UTC);
  }

  public ExecutionRef ref(String id) {
    return new ExecutionRef("local", "default", text(id), text("22q7Zt-Rk2m_77AcQh1bk4Xo"));
  }

  public ExecutionActions actions() {
    return new ExecutionActions(
        ref("pirate-12"),
        true,
        false,
        some(List.of(text("found"))),
        some(List.of(text("stop"))),
        filled ? 2 : 0,
        "TERMINATE",
        some(
            List.of(
                new JarChoice(HASH, text("video.jar"), NOW - 60_000, true, false),
                new JarChoice(
                    HASH.replace('a', 'b'), text("video.jar"), NOW - 86_400_000, false, true))));
  }

  private HomePage home() {
    return new HomePage(
        shell(Place.HOME),
        filled ? new HomePage.Figures(3, 9, 1268, false) : new HomePage.Figures(0, 0, 0, false),
        some(
            List.of(
                new HomePage.Need.Signal(
                    ref("pirate-12"),
                    text("PirateBusiness"),
                    "1",
                    text("found"),
                    text("PirateBusiness.java:58"),
                    NOW - 8_460_000),
                new HomePage.Need.Stopped(
                    ref("talk-video-0399"),
                    text("ProcessVideo"),
                    "1",
                    text("history has encode-2, the code now calls thumbnail-1"),
                    text("ProcessVideo.java:31"),
                    NOW - 60_000),
                new HomePage.Need.Worker(
                    "a41c9e0702c5",
                    text("month-end-2.0.0.jar"),
                    HASH,
                    text("ended with exit code 137 after 12 s; starts again in 2 s"),
                    NOW - 2000),
                new HomePage.Need.Connection(
                    "aws",
                    text("Amazon SWF in eu-west-1 does not allow this: swf:StartWorkflowExecution"),
                    NOW - 1000))),
        some(rows().stream().filter(r -> r.closedAt() == null).toList()),
        some(rows().stream().filter(r -> r.closedAt() != null).toList()),
        some(
            List.of(
                new HomePage.StartLink(
                    text("ProcessVideo"),
                    "1",
                    text("process(URI videoUri, URI subtitleUri)"),
                    true),
                new HomePage.StartLink(text("Squares"), "1", text("sum(int n)"), true),
                new HomePage.StartLink(text("MonthEnd"), "2.0.0", text("run()"), false))));
  }

  private List<ExecutionRow> rows() {
    List<ExecutionRow> rows = new ArrayList<>();
    ExecutionStatus[] statuses = ExecutionStatus.values();
    for (int i = 0; i < 21; i++) {
      ExecutionStatus status = i == 1 ? ExecutionStatus.RUNNING : statuses[i % statuses.length];
      long started = NOW - 1740 - i * i * 900_000L;
      rows.add(
          new ExecutionRow(
              ref("talk-video-0" + (412 - i)),
              text(i % 3 == 0 ? "ProcessVideo" : "ParallelReduce"),
              "1",
              status,
              started,
              status == ExecutionStatus.RUNNING ? null : started + 2040 + i * 77_000L,
              i % 2 == 0 ? List.of(text("media"), text("team=video")) : List.of(),
              i % 4 == 3 ? null : new ExecutionRow.Progress(12, 18),
              status == ExecutionStatus.FAILED ? text("encode-1: moov atom not found") : null));
    }
    return rows;
  }

  private ExecutionsPage executions(ExecutionsPage.Filter filter, boolean withRows) {
    List<ExecutionsPage.Count> counts = new ArrayList<>();
    for (ExecutionStatus status : ExecutionStatus.values()) {
      counts.add(
          new ExecutionsPage.Count(
              status, filled ? 3L + status.ordinal() * 411L : 0, status == ExecutionStatus.FAILED));
    }
    return new ExecutionsPage(
        shell(Place.EXECUTIONS),
        connections(),
        filter,
        counts,
        withRows ? rows() : List.of(),
        null,
        withRows ? "bmV4dA" : null,
        filled,
        filled ? 1204L : null);
  }

  private WorkerInfo worker(WorkerInfo.State state) {
    boolean runs = state == WorkerInfo.State.RUNNING;
    return new WorkerInfo(
        "a41c9e0702c5",
        text("local"),
        text("video-workflows-1.3.0.jar"),
        HASH,
        state,
        runs ? text("fs.a41c9e0702c5.1.x7") : null,
        runs ? 41273L : null,
        runs ? NOW - 754_000 : null,
        runs ? 1 : 4,
        text(runs ? "polls for tasks" : "ended with exit code 137 after 12 s; starts again in 2 s"),
        state == WorkerInfo.State.WAITING ? NOW + 2000 : null,
        text("bubblewrap"),
        List.of(
            text("Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space"),
            text("\tat month.MonthEnd.run(MonthEnd.java:58)")));
  }

  private WorkflowsPage workflows() {
    List<Check> checks =
        List.of(
            new Check("zip file", CheckState.PASSED, text("214 entries, ratio 2.6"), null),
            new Check("names", CheckState.PASSED, text("No absolute or .. names"), null),
            new Check("class files", CheckState.PASSED, text("For Java 21; workers run 25"), null),
            new Check(
                "parameters",
                CheckState.WARNING,
                text("Parameter names are missing in 2 classes"),
                text("Compile with -parameters; the form then shows the names of the source.")));
    List<WorkflowsPage.WorkflowType> types =
        List.of(
            new WorkflowsPage.WorkflowType(
                text("ProcessVideo"),
                "1",
                text("process(URI videoUri, URI subtitleUri): Report"),
                text("The talk's video: subtitles, chapters, thumbnails, two encodings."),
                true,
                null),
            new WorkflowsPage.WorkflowType(
                text("Squares"),
                "1",
                text("sum(int n): Integer"),
                null,
                true,
                new WorkflowsPage.Newer(text("squares-2.jar"), "0f" + HASH.substring(2))));
    List<WorkflowsPage.TaskType> tasks =
        List.of(
            new WorkflowsPage.TaskType(
                text("VideoTasks.encode"),
                "1",
                text("encode(Video video, Format format): Video"),
                text("fs.VideoTasks.encode"),
                true),
            new WorkflowsPage.TaskType(
                text("VideoTasks.thumbnail"),
                "1",
                text("thumbnail(URI video, Chapter chapter): Image"),
                text("images"),
                false));
    WorkflowsPage.Jar good =
        new WorkflowsPage.Jar(
            HASH,
            text("video-workflows-1.3.0.jar"),
            1_912_345,
            NOW - 900_000,
            text("admin"),
            true,
            worker(WorkerInfo.State.RUNNING),
            checks,
            types,
            tasks,
            1L);
    WorkflowsPage.Jar bad =
        new WorkflowsPage.Jar(
            "5be0d713" + HASH.substring(8),
            text("month-end-2.0.0.jar"),
            45_678,
            NOW - 90_000_000,
            null,
            false,
            worker(WorkerInfo.State.QUARANTINED),
            checks.subList(0, 3),
            types.subList(1, 2),
            List.of(),
            null);
    WorkflowsPage.Upload upload =
        new WorkflowsPage.Upload(
            text("evil.jar"),
            false,
            text("This jar was not stored: an entry's name leads out of it."),
            null,
            List.of(
                checks.get(0),
                new Check(
                    "names",
                    CheckState.FAILED,
                    text("Entry ../../etc/passwd leads out of the jar"),
                    text("Build the jar with the jar tool or a build tool."))));
    return new WorkflowsPage(
        shell(Place.WORKFLOWS),
        256_000_000,
        some(List.of(good, bad)),
        word.isEmpty() ? null : upload);
  }

  private StartPage start(List<StartPage.FieldError> errors, String input) {
    return new StartPage(
        shell(Place.WORKFLOWS),
        connections(),
        text("VideoBatch"),
        "1.3.0",
        text("process(URI videoUri, URI subtitleUri, Set<Format> formats, Quality quality)"),
        text("One video in several formats."),
        filled ? SCHEMA : "{}",
        filled ? text("video-workflows-1.3.0.jar") : null,
        filled ? HASH : null,
        text("fs.VideoBatch"),
        filled,
        word.isEmpty() ? input : word,
        text("talk-batch-0031"),
        text(""),
        errors,
        filled
            ? new StartPage.LastInput(
                text("talk-batch-0030"),
                word.isEmpty()
                    ? "[\"s3://talks/a.mp4\",\"s3://talks/a.srt\",[\"MPEG4\"],\"LOW\",null,[],{},"
                        + "{\"type\":\"Copy\",\"to\":\"s3://b\"}]"
                    : word)
            : null,
        32_768,
        "http://127.0.0.1:7070",
        text("data/admin-token"));
  }

  private static final String SCHEMA =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"array","items":false,
       "minItems":3,"prefixItems":[
       {"title":"videoUri","type":"string","format":"uri","x-java":"URI"},
       {"title":"subtitleUri","type":"string","format":"uri","x-java":"URI"},
       {"title":"formats","type":"array","uniqueItems":true,"items":{"type":"string","enum":["WEBM","MPEG4"],"x-java":"Format"},"x-java":"Set<Format>"},
       {"title":"quality","type":"string","enum":["LOW","HIGH"],"x-java":"Quality"},
       {"title":"deadline","type":"string","format":"date-time","x-java":"Optional<Instant>"},
       {"title":"chapters","type":"array","items":{"$ref":"#/$defs/Chapter"},"x-java":"List<Chapter>"},
       {"title":"labels","type":"object","additionalProperties":{"type":"string"},"x-java":"Map<String, String>"},
       {"title":"after","oneOf":[
         {"type":"object","properties":{"type":{"const":"Copy"},"to":{"type":"string","format":"uri","x-java":"URI"}},"required":["type","to"],"additionalProperties":false},
         {"type":"object","properties":{"type":{"const":"Notify"},"mail":{"type":"string"},"times":{"type":"integer","minimum":1,"maximum":9,"x-java":"int"}},"required":["type","mail","times"],"additionalProperties":false}],"x-java":"After"}
       ],
       "$defs":{"Chapter":{"type":"object","properties":{"title":{"type":"string"},"at":{"type":"string","format":"duration","x-java":"Duration"},"sub":{"type":"array","items":{"$ref":"#/$defs/Chapter"},"x-java":"List<Chapter>"}},"required":["title","at"],"additionalProperties":false,"x-java":"Chapter"}}}
      """;

  private WorkersPage workers() {
    return new WorkersPage(
        shell(Place.WORKERS),
        some(
            List.of(
                worker(WorkerInfo.State.RUNNING),
                worker(WorkerInfo.State.WAITING),
                worker(WorkerInfo.State.QUARANTINED),
                worker(WorkerInfo.State.STOPPED))),
        some(
            List.of(
                new WorkersPage.OtherWorker(
                    text("w1@build-7"), List.of(text("images")), NOW - 400))),
        new WorkersPage.Isolation("bubblewrap", "A worker sees its jar and a folder of its own."),
        some(
            List.of(
                new WorkersPage.TaskList(text("fs.a41c9e0702c5"), true, 0, false, null, 2),
                new WorkersPage.TaskList(text("images"), false, 312, true, NOW - 4000, 0))));
  }
}
