package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types what {@code docs/TUTORIAL.md} says and looks at what comes out. Its changes are made at
 * once, so that each command is typed once: that every step in between compiles and passes its
 * tests is seen by the test of the same name in flowscope-testing.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TutorialIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+) ?(\\S*)$\\n(.*?)^```$");
  private static final Pattern HUNK = Pattern.compile("(?m)((?:^-.*\\n)+)((?:^\\+.*\\n)+)");

  @TempDir Path home;

  private final Map<String, String> printed = new LinkedHashMap<>();

  @Test
  void theCommandsDoWhatThePageSays() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/TUTORIAL.md"));
    List<MatchResult> blocks = FENCE.matcher(page).results().toList();
    String last = "";
    for (MatchResult block : blocks) {
      String info = block.group(1) + " " + block.group(2);
      if (info.equals("sh ")) {
        for (String line : block.group(3).split("\n")) {
          last = line;
          if (!printed.containsKey(line)) {
            printed.put(line, line.startsWith("./flowscope serve") ? serve() : type(line));
          }
          if (line.startsWith("./flowscope new ")) {
            change(blocks);
          }
        }
      } else if (info.equals("text output")) {
        assertThat(withoutTimes(printed.get(last))).isEqualTo(withoutTimes(block.group(3)));
      }
    }
    assertThat(printed.keySet())
        .anyMatch(line -> line.startsWith("mvn "))
        .anyMatch(line -> line.endsWith("--sequential"))
        .hasSize(5);
  }

  /** By a shell whose home is the test's folder, so that {@code ~} is. */
  private String type(String line) throws IOException, InterruptedException {
    Path out = home.resolve("out");
    Path err = home.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", line.replaceFirst("^mvn ", "mvn " + offline()))
            .directory(ROOT.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("HOME", home.toString());
    int code = builder.start().waitFor();
    assertThat(code).as("%s\n%s%s", line, Files.readString(out), Files.readString(err)).isZero();
    return Files.readString(out);
  }

  /** The tests use the repository of the build that runs them, and fetch nothing. */
  private static String offline() {
    String repository = System.getProperty("localRepository");
    return repository == null ? "-o " : "-o '-Dmaven.repo.local=" + repository + "' ";
  }

  /** Makes all changes of the page, and hurries the agency, which is slow for people who watch. */
  private void change(List<MatchResult> blocks) throws IOException {
    int changes = 0;
    for (MatchResult block : blocks) {
      if (block.group(1).equals("diff") && block.group(2).startsWith("file=")) {
        String file = block.group(2).substring("file=".length());
        for (MatchResult hunk : HUNK.matcher(block.group(3)).results().toList()) {
          replace(file, lines(hunk.group(1)), lines(hunk.group(2)));
          changes++;
        }
      }
    }
    assertThat(changes).isGreaterThan(5);
    replace("src/main/java/trip/TravelAgency.java", "sleep(1_000)", "sleep(50)");
  }

  /** Without the signs before them. */
  private static String lines(String hunk) {
    return hunk.replaceAll("(?m)^[-+]", "");
  }

  private void replace(String file, String gone, String come) throws IOException {
    Path path = home.resolve("trip").resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(gone);
    Files.writeString(path, text.replace(gone, come));
  }

  /** A server, the upload of the jar and a start; gives the result. */
  private String serve() {
    try (ServerProcess server = ServerProcess.plain(home.resolve("data"), 0)) {
      Api.Answer uploaded = server.api().upload(home.resolve("trip/target/trip.jar"));
      assertThat(uploaded.status()).as(uploaded.body()).isIn(200, 201);
      Api.Run run = server.api().start("PlanTrip", "[\"Lisbon\"]");
      run.join();
      assertThat(run.status()).isEqualTo("completed");
      String result = run.summary().get("result").toString();
      assertThat(result).contains("Grand Hotel Lisbon", "sun");
      return result;
    }
  }

  private static String withoutTimes(String text) {
    return text.replaceAll("\\d+\\.\\d s", "N s");
  }
}
