package io.flowscope.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.swf.Credentials;
import io.flowscope.swf.SigV4;
import io.flowscope.swf.SignedRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SWF endpoint behind the real HTTP server, byte by byte over a socket. */
class SwfRouteTest {
  @TempDir static Path dir;

  private static TestServer server;
  private static Credentials key;

  @BeforeAll
  static void start() throws IOException {
    server = TestServer.open(dir);
    String file = Files.readString(dir.resolve("data/credentials"));
    key = new Credentials(value(file, "aws_access_key_id"), value(file, "aws_secret_access_key"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String value(String file, String name) {
    Matcher matcher = Pattern.compile("(?m)^" + name + " = (\\S+)$").matcher(file);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  /** The headers of a call, signed. */
  private static Map<String, List<String>> signed(
      String action, String body, Map<String, List<String>> more) {
    Map<String, List<String>> headers = new TreeMap<>(more);
    headers.put("host", List.of(server.base.getAuthority()));
    headers.put("content-type", List.of("application/x-amz-json-1.0"));
    headers.put("x-amz-target", List.of("SimpleWorkflowService." + action));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    SigV4.sign(
            new SignedRequest("POST", "/", "", Map.copyOf(headers), bytes),
            key,
            "mars-north-7",
            SigV4.SERVICE,
            Instant.now())
        .forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("content-length", List.of(Integer.toString(bytes.length)));
    headers.put("connection", List.of("close"));
    return headers;
  }

  private static List<String> lines(Map<String, List<String>> headers) {
    List<String> lines = new ArrayList<>();
    headers.forEach((name, values) -> values.forEach(value -> lines.add(name + ": " + value)));
    return lines;
  }

  /** Sends it as it is and reads until the server closes the connection. */
  private static String exchange(String method, List<String> headers, String body)
      throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.base.getPort())) {
      socket.setSoTimeout(20_000);
      String text = method + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body;
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void headersComeInAnyOrderCaseAndSpacing() throws IOException {
    String body = "{\"registrationStatus\":\"REGISTERED\"}";
    Map<String, List<String>> headers =
        signed("ListDomains", body, Map.of("x-note", List.of("one  two", "three")));
    List<String> odd = new ArrayList<>();
    for (String line : lines(headers).reversed()) {
      int colon = line.indexOf(':');
      String name =
          odd.size() % 2 == 0 ? line.substring(0, colon).toUpperCase() : line.substring(0, colon);
      odd.add(name + ":  \t" + line.substring(colon + 2).replace("one  two", "one two") + "  ");
    }
    assertThat(odd.indexOf("X-NOTE:  \tthree  ")).isNotEqualTo(-1);
    odd.remove("X-NOTE:  \tthree  ");
    int first = odd.indexOf("x-note:  \tone two  ");
    assertThat(first).isNotEqualTo(-1);
    odd.add(first + 1, "X-Note: three");

    String answer = exchange("POST /", odd, body);
    assertThat(answer).startsWith("HTTP/1.1 200").contains("\"domainInfos\"", "x-amzn-RequestId");
  }

  @Test
  void aBodyInChunksIsAsGood() throws IOException {
    String body = "{\"registrationStatus\":\"REGISTERED\"}";
    Map<String, List<String>> headers = signed("ListDomains", body, Map.of());
    headers.remove("content-length");
    headers.put("transfer-encoding", List.of("chunked"));
    String chunks =
        "5\r\n" + body.substring(0, 5) + "\r\n1e\r\n" + body.substring(5) + "\r\n0\r\n\r\n";
    assertThat(body.length() - 5).isEqualTo(0x1e);
    assertThat(exchange("POST /", lines(headers), chunks)).startsWith("HTTP/1.1 200");
  }

  @Test
  void aBodyOfMoreThanAMegabyteIsNotEvenRead() throws IOException {
    Map<String, List<String>> headers = signed("ListDomains", "{}", Map.of());
    headers.put("content-length", List.of("100000000"));
    String answer = exchange("POST /", lines(headers), "{");
    assertThat(answer)
        .startsWith("HTTP/1.1 413")
        .contains("1048576")
        .containsIgnoringCase("connection: close");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /",
        "PUT /",
        "DELETE /",
        "PATCH /",
        "HEAD /",
        "OPTIONS /",
        "TRACE /",
        "POST /x",
        "POST //",
        "SWF /"
      })
  void anotherMethodOrPathIsNoCall(String method) throws IOException {
    String body = "{\"name\":\"made-by-mistake\",\"workflowExecutionRetentionPeriodInDays\":\"1\"}";
    String answer = exchange(method, lines(signed("RegisterDomain", body, Map.of())), body);
    assertThat(answer).matches("(?s)HTTP/1.1 [34]\\d\\d.*");
    String list = "{\"registrationStatus\":\"REGISTERED\"}";
    assertThat(exchange("POST /", lines(signed("ListDomains", list, Map.of())), list))
        .startsWith("HTTP/1.1 200")
        .doesNotContain("made-by-mistake");
  }

  @Test
  void aQueryMustBeSignedToo() throws IOException {
    String body = "{\"registrationStatus\":\"REGISTERED\"}";
    String answer = exchange("POST /?a=b", lines(signed("ListDomains", body, Map.of())), body);
    assertThat(answer).startsWith("HTTP/1.1 403").contains("InvalidSignatureException");
  }

  @Test
  void withoutASignatureNothingIsTold() throws IOException {
    Map<String, List<String>> headers = signed("ListDomains", "{}", Map.of());
    headers.remove("authorization");
    String answer = exchange("POST /", lines(headers), "{}");
    assertThat(answer)
        .startsWith("HTTP/1.1 403")
        .contains("com.amazon.coral.service#MissingAuthenticationTokenException");
  }
}
