package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.server.process.TestJar;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a jar, the server says what is wrong with it and goes on serving the others. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadJarsIT {
  private static final String VIDEO =
      "[\"s3://talks/europython-2015.mp4\",\"s3://talks/europython-2015.srt\"]";

  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private boolean loggedIn;

  @TempDir Path temp;

  @Test
  void the_server_outlives_every_jar() throws Exception {
    Path data = temp.resolve("data");
    try (ServerProcess server =
        ServerProcess.start(data, 0, "--set", "worker.decisionLimitMillis=1000")) {
      Api api = server.api();
      assertRefused(api, noJar(), "It is not a jar");
      assertRefused(api, climbing(), "../climbed");
      assertRefused(
          api,
          jar(
              data,
              "exits.jar",
              new TestJar()
                  .with(
                      "Jar",
                      "public class Jar implements WorkflowJar { static { System.exit(3); }"
                          + " public void fill(Catalogue c) {} }")),
          "ended its process with exit code 3");
      assertThat(temp.resolve("climbed")).doesNotExist();

      Api.Answer stored = api.upload(jar(data, "endless.jar", endless()));
      assertThat(stored.status()).as(stored.body()).isEqualTo(201);
      Api.Run run = api.start("Endless", "[]");
      run.follow(columns -> Histories.count(run.history(), "DecisionTaskTimedOut") > 0);
      assertThat(page(server, "/workers"))
          .contains("endless.jar")
          .containsAnyOf("the one before it", "starts again after");
      String id = stored.json().get("hash").asText().substring(0, 12);
      assertThat(page(server, "/workers/" + id + "/log")).contains("Endless.java");

      Api.Run video = api.start("ProcessVideo", VIDEO);
      video.join();
      assertThat(video.status()).isEqualTo("completed");
      assertThat(run.status()).isEqualTo("running");
    }
    assertThat(ServerProcess.processesThatName(data)).isEmpty();
  }

  private static void assertRefused(Api api, Path jar, String why) {
    Api.Answer answer = api.upload(jar);
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().get("message").asText()).contains(why);
    assertThat(answer.json().get("checks")).isNotEmpty();
  }

  private Path noJar() throws IOException {
    return Files.writeString(temp.resolve("no.jar"), "not a jar at all");
  }

  private Path climbing() throws IOException {
    Path jar = temp.resolve("climbing.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("../climbed"));
      out.write("x".getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    return jar;
  }

  private static TestJar endless() {
    return new TestJar()
        .with("Endlessly", "public interface Endlessly { Promise<Integer> run(); }")
        .with(
            "Endless",
            "public class Endless implements Endlessly {"
                + " public Promise<Integer> run() { while (true) { } } }")
        .with(
            "Jar",
            "public class Jar implements WorkflowJar { public void fill(Catalogue c) {"
                + " c.workflow(Endlessly.class, stubs -> new Endless()); } }");
  }

  private Path jar(Path data, String name, TestJar jar) throws IOException {
    try (Stream<Path> cached = Files.list(data.resolve("cache"))) {
      Path workerJar =
          cached.filter(path -> path.toString().endsWith(".jar")).findFirst().orElseThrow();
      return Files.write(temp.resolve(name), jar.build(temp, workerJar));
    }
  }

  private String page(ServerProcess server, String path) throws Exception {
    if (!loggedIn) {
      get(browser, server.login());
      loggedIn = true;
    }
    HttpResponse<String> page = get(browser, server.address().resolve(path));
    assertThat(page.statusCode()).isEqualTo(200);
    return page.body();
  }

  private static HttpResponse<String> get(HttpClient browser, URI address) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(address).header("Accept", "text/html").build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
