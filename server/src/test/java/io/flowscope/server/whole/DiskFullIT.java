package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.Backend;
import io.flowscope.engine.core.Verify;
import io.flowscope.engine.model.Action;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk takes no more: nothing is answered that is not kept, everybody is told why, and the
 * server goes on by itself when there is room again. Then it is asked to stop under load. The room
 * is taken by the system's limit on the size of files, which needs no rights and hits writes as a
 * full disk does.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFullIT {
  private static final int FLOOR = 100;
  private static final long FEW_BYTES = 65_536;
  private static final String DOMAIN = "default";

  @TempDir Path temp;

  @Test
  void a_full_disk_stops_writes_with_a_sentence_and_loses_nothing() throws Exception {
    Path data = temp.resolve("data");
    Ledger ledger = new Ledger();
    ServerProcess server = ServerProcess.plain(data, 0);
    try (Backend backend = server.swf()) {
      Traffic.register(backend, DOMAIN);
      HttpClient browser = browser(server);
      try (Traffic traffic =
          new Traffic(backend, DOMAIN, ledger, "full", 1).start(Traffic.Clients.ALL)) {
        ledger.awaitAnswered(FLOOR);
        Signals.limitFiles(server.pid(), FEW_BYTES);
        JsonNode health =
            health(server, json -> json.get("status").asText().equals("writesStopped"));
        assertThat(health.get("message").asText())
            .startsWith("Nothing can be written since ")
            .contains(data.toString())
            .endsWith("Flowscope goes on by itself.");
        theFullDiskIsTold(server, backend, browser);

        Signals.freeFiles(server.pid());
        health(server, json -> json.get("status").asText().equals("ok"));
        ledger.awaitAnswered(ledger.answered() + FLOOR);
      }
      LedgerCheck check = new LedgerCheck(backend, DOMAIN, ledger);
      check.resolve();
      Drain.all(backend, DOMAIN, ledger, check, "drain", Duration.ofSeconds(60));
      check.repeat(ledger.all());
      check.check(ledger.workflowIds());
      assertThat(check.violations()).isEmpty();
      assertThat(check.tokensRepeated()).isPositive();

      try (Traffic traffic =
          new Traffic(backend, DOMAIN, ledger, "stop", 2).start(Traffic.Clients.ALL)) {
        ledger.awaitAnswered(ledger.answered() + FLOOR);
        assertThat(server.stop()).isZero();
      }
    }
    stoppedWithoutLoss(data, ledger);
  }

  private static void theFullDiskIsTold(ServerProcess server, Backend backend, HttpClient browser)
      throws Exception {
    assertThatThrownBy(
            () ->
                backend
                    .call(
                        new Action.RegisterActivityType(
                            DOMAIN, "Never", "1", null, null, null, null, null, null, null))
                    .join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContainingAll("503", "ServiceUnavailable", "Nothing can be written");
    HttpResponse<String> page =
        browser.send(
            HttpRequest.newBuilder(server.address()).header("Accept", "text/html").build(),
            BodyHandlers.ofString());
    assertThat(page.statusCode())
        .as(Files.readString(server.data().resolve("server.log")))
        .isIn(200, 503);
    assertThat(page.body()).contains("Nothing can be written since ");
  }

  /** What was answered until the end is there, and nothing is to be mended. */
  private static void stoppedWithoutLoss(Path data, Ledger ledger) {
    Path folder = data.resolve("engine");
    assertThat(Verify.folder(folder).violations()).isEmpty();
    try (Backend engine =
        io.flowscope.engine.core.Engine.open(io.flowscope.engine.core.EngineConfig.at(folder))) {
      LedgerCheck check = new LedgerCheck(engine, DOMAIN, ledger);
      check.check(ledger.workflowIds());
      assertThat(check.violations()).isEmpty();
    }
  }

  /** Asks for the server's health until it is as expected; the test's own limit ends it. */
  private static JsonNode health(ServerProcess server, Predicate<JsonNode> expected) {
    Api api = server.api();
    while (true) {
      JsonNode json = api.get("/api/health").json();
      if (json.has("status") && expected.test(json)) {
        return json;
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** Somebody who is logged in. */
  private static HttpClient browser(ServerProcess server) throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    client.send(HttpRequest.newBuilder(server.login()).build(), BodyHandlers.discarding());
    return client;
  }
}
