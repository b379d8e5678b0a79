package io.flowscope.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action.DescribeDomain;
import io.flowscope.engine.model.Action.RegisterDomain;
import io.flowscope.swf.Credentials;
import io.flowscope.swf.HttpBackend;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of SWF clients, from when they are made until they are ended. */
class KeysTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;

  @Test
  void aKeyIsGoodForItsDomainsUntilItIsEnded() throws Exception {
    JsonNode key;
    try (TestServer server = TestServer.open(dir)) {
      server.call(new RegisterDomain("other", null, "1", null));

      HttpResponse<String> made = make(server, "{\"name\":\"team a\",\"domains\":[\"default\"]}");

      assertThat(made.statusCode()).isEqualTo(201);
      key = JSON.readTree(made.body());
      try (Backend client = client(server, key)) {
        assertThat(client.call(new DescribeDomain("default")).join().domainInfo().name())
            .isEqualTo("default");
        assertThatThrownBy(() -> client.call(new DescribeDomain("other")).join())
            .hasStackTraceContaining("OperationNotPermittedFault")
            .hasStackTraceContaining("/domain/other");
      }
      assertThat(list(server)).contains("team a").doesNotContain("secret", secret(key));
    }
    assertThat(Files.readString(dir.resolve("data/audit.log")))
        .contains("makeKey")
        .doesNotContain(secret(key));

    try (TestServer again = TestServer.openWithJars(dir)) {
      try (Backend client = client(again, key)) {
        assertThat(client.call(new DescribeDomain("default")).join()).isNotNull();
        String path = "/api/v1/keys/" + key.get("accessKeyId").asText();
        assertThat(again.send(again.api(path).DELETE()).statusCode()).isEqualTo(204);
        assertThatThrownBy(() -> client.call(new DescribeDomain("default")).join())
            .hasStackTraceContaining("UnrecognizedClientException");
        assertThat(again.send(again.api(path).DELETE()).statusCode()).isEqualTo(404);
      }
      assertThat(list(again)).isEqualTo("[]");
    }
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    try (TestServer server = TestServer.open(dir)) {
      assertThat(make(server, "{\"name\":\"x\"}").body()).contains("'domains' must name 1 to 100");
      assertThat(make(server, "{\"name\":\"x\",\"domains\":[\"\"]}").statusCode()).isEqualTo(422);
      assertThat(make(server, "{\"domains\":[\"a\"]}").body()).contains("'name' is missing");
      assertThat(
              server
                  .send(
                      server
                          .request("/api/v1/keys")
                          .header("Content-Type", "application/json")
                          .POST(BodyPublishers.ofString("{\"name\":\"x\",\"domains\":[\"a\"]}")))
                  .statusCode())
          .isEqualTo(401);
    }
  }

  private static String secret(JsonNode key) {
    return key.get("secretAccessKey").asText();
  }

  private static Backend client(TestServer server, JsonNode key) {
    return new HttpBackend(
        server.base,
        "local",
        new Credentials(key.get("accessKeyId").asText(), secret(key)),
        InstantSource.system());
  }

  private static HttpResponse<String> make(TestServer server, String json) throws Exception {
    return server.send(
        server
            .api("/api/v1/keys")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  private static String list(TestServer server) throws Exception {
    return server.send(server.api("/api/v1/keys").GET()).body();
  }
}
