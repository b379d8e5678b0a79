package io.flowscope.server.swf;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.server.swf.InProcess.Answer;
import io.flowscope.swf.SigV4;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no honest client sends: the right fault, a message that helps, and nothing has changed. */
class HostileInputTest {
  private final InProcess swf = new InProcess();
  private String before = "";

  @BeforeEach
  void furnish() {
    swf.furnish();
    before = swf.everything();
  }

  @AfterEach
  void nothingHasChanged() {
    assertThat(swf.everything()).isEqualTo(before);
    swf.close();
  }

  private static void refused(Answer answer, int status, String fault, String message) {
    assertThat(answer.fault()).as(answer.body()).isEqualTo(fault);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("message").asText()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|Body is empty",
        "[]|Start of structure expected",
        "null|Start of structure expected",
        "'x'|Start of structure expected",
        "7|Start of structure expected",
        "{'name':'e'|line 1",
        "{'name':'e'}}|line 1",
        "{'name':'e'} {'name':'f'}|",
        "{'name':'e','name':'f'}|name",
        "{'x':{'y':1,'y':2},'name':'e'}|y",
        "{'name':5}|name: text expected",
        "{'name':['e']}|name: text expected",
        "{'name':{}}|name: text expected",
        "{'name':true}|name: text expected",
        "{'name':'e','tags':{}}|tags: list expected",
        "{'name':'e','tags':['x']}|tags.1.member: structure expected",
        "{'name':'e','tags':[{'key':1}]}|tags.1.member.key: text expected",
        "{'name':'\\x'}|",
        "{name:'e'}|",
        "{'name':'e',}|",
        "{/**/'name':'e'}|",
        "{'name':NaN}|",
        "{'name':+1}|",
        "{'name':01}|",
      })
  void whatIsNoStructureIsASerializationException(String body, String message) {
    String words = message == null ? "" : message;
    refused(swf.call("RegisterDomain", body), 400, "SerializationException", words);
  }

  @Test
  void depthAndSizeHaveBounds() {
    for (int depth : new int[] {101, 10_000, 500_000}) {
      String deep = "{'x':" + "[".repeat(depth) + "]".repeat(depth) + "}";
      refused(swf.call("RegisterDomain", deep), 400, "SerializationException", "100");
      String objects = "{'x':" + "{'x':".repeat(depth / 6) + "1" + "}".repeat(depth / 6) + "}";
      assertThat(swf.call("RegisterDomain", objects).status()).isEqualTo(400);
    }
    String digits = "{'name':'e','x':" + "9".repeat(1_001) + "}";
    refused(swf.call("RegisterDomain", digits), 400, "SerializationException", "1000");
    byte[] large = new byte[SwfEndpoint.MAXIMUM_BODY + 1];
    refused(
        swf.call("RegisterDomain", large), 413, "RequestEntityTooLargeException", "1048576 bytes");
  }

  @Test
  void aBodyOfExactlyAMegabyteIsRead() {
    String start = "{\"name\":\"nowhere\",\"x\":\"";
    String body = start + "x".repeat(SwfEndpoint.MAXIMUM_BODY - start.length() - 2) + "\"}";
    assertThat(body).hasSize(SwfEndpoint.MAXIMUM_BODY);
    refused(swf.call("DescribeDomain", body), 400, "UnknownResourceFault", "nowhere");
  }

  @Test
  void bytesThatAreNoTextAreNamed() {
    for (byte[] bad :
        new byte[][] {
          {(byte) 0xff},
          {(byte) 0xc0, (byte) 0x80},
          {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          {(byte) 0xe2, (byte) 0x82}
        }) {
      byte[] body = "{\"name\":\"#####\"}".getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bad, 0, body, 9, bad.length);
      refused(
          swf.call("RegisterDomain", body),
          400,
          "SerializationException",
          "invalid UTF-8 at byte 9");
    }
    byte[] utf16 = "{\"name\":\"e\"}".getBytes(StandardCharsets.UTF_16);
    refused(swf.call("RegisterDomain", utf16), 400, "SerializationException", "invalid UTF-8");
    byte[] zeros = "{\"name\":\"e\"}".getBytes(StandardCharsets.UTF_16BE);
    refused(swf.call("RegisterDomain", zeros), 400, "SerializationException", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "a/b", "a|b", "arn", " a", "a ", "\\u0000", "a\\u0085", "\\n", ""})
  void aNameThatSwfForbidsIsNamedWithTheRule(String name) {
    String body = "{'name':'" + name + "','workflowExecutionRetentionPeriodInDays':'1'}";
    Answer answer = swf.call("RegisterDomain", body);
    refused(answer, 400, "ValidationException", "at 'name' failed to satisfy constraint: Member");
  }

  @Test
  void halfAPairIsNoName() {
    for (String half : List.of("\\ud800", "\\udc00x", "x\\udbff")) {
      String body = "{'name':'" + half + "','workflowExecutionRetentionPeriodInDays':'1'}";
      refused(swf.call("RegisterDomain", body), 400, "ValidationException", "at 'name'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1.5", "abc", " 5", "99999999999", "+1", "1e3", "\u0665", "none", "0x10"})
  void aTimeoutIsAWholeNumberOfSeconds(String timeout) {
    String body =
        "{'domain':'d','workflowId':'v','workflowType':{'name':'T','version':'1'},"
            + "'taskStartToCloseTimeout':'"
            + timeout
            + "'}";
    refused(
        swf.call("StartWorkflowExecution", body), 400, "ValidationException", "taskStartToClose");
  }

  @ParameterizedTest
  @CsvSource({"1001, 1000", "-5, 0", "-2147483648, 0", "2147483647, 1000"})
  void aPageSizeHasBounds(int size, int bound) {
    String body = "{'registrationStatus':'REGISTERED','maximumPageSize':" + size + "}";
    refused(
        swf.call("ListDomains", body),
        400,
        "ValidationException",
        "Value '%d' at 'maximumPageSize' failed to satisfy constraint: Member must have value %s than or equal to %d"
            .formatted(size, size < 0 ? "greater" : "less", bound));
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "eyJhIjoxfQ==", "'; drop table", "../../x"})
  void aPageTokenThatIsNotOursIsRefused(String token) {
    for (String action : List.of("ListDomains", "ListWorkflowTypes", "ListActivityTypes")) {
      String body =
          "{'domain':'d','registrationStatus':'REGISTERED','nextPageToken':\"" + token + "\"}";
      assertThat(swf.call(action, body.replace('\'', '"').replace("\"; drop", "; drop")).fault())
          .isEqualTo("ValidationException");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', The header X-Amz-Target is missing",
    "SimpleWorkflowService., Unknown action",
    "SimpleWorkflowService.Foo, SimpleWorkflowService.Foo",
    "SimpleWorkflowService.registerDomain, registerDomain",
    "DynamoDB_20120810.ListTables, DynamoDB",
    "RegisterDomain, RegisterDomain",
    "SimpleWorkflowService.Decision, Decision",
  })
  void anUnknownActionIsNamed(String target, String message) {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    refused(
        swf.send(InProcess.request(swf.admin, target, body, InProcess.NOW)),
        400,
        "UnknownOperationException",
        message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "text/plain", "application/x-amz-json-1.1", "", "a;b;c", ";"})
  void anotherContentTypeIsRefused(String type) {
    Answer answer = swf.send(with(good(), Map.of("content-type", List.of(type))));
    refused(answer, 400, "SerializationException", "application/x-amz-json-1.0");
  }

  @Test
  void aKeyIsKeptToItsDomains() {
    swf.call("RegisterDomain", "{'name':'other','workflowExecutionRetentionPeriodInDays':'1'}");
    before = swf.everything();
    AccessKey key = swf.keys.issue("team", new AccessKey.Domains(Set.of("other")));
    for (String action : Samples.actions()) {
      String body = new Samples("none", "none").request(action).toString();
      Answer answer = swf.send(request(key, action, body));
      if (action.startsWith("Respond") || action.startsWith("RecordActivity")) {
        assertThat(answer.fault()).isEqualTo("ValidationException");
      } else if (action.equals("RegisterDomain")) {
        refused(answer, 400, "OperationNotPermittedFault", "swf:RegisterDomain on resource: arn:");
      } else {
        refused(answer, 400, "OperationNotPermittedFault", "not authorized to perform: swf:");
      }
    }
    assertThat(swf.send(request(key, "DescribeDomain", "{\"name\":\"other\"}")).status())
        .isEqualTo(200);
    swf.keys.revoke(key.id());
    refused(
        swf.send(request(key, "DescribeDomain", "{\"name\":\"other\"}")),
        403,
        "UnrecognizedClientException",
        "");
  }

  @Test
  void aSignatureInTheQueryIsNone() {
    SwfEndpoint.Request signed = good();
    String authorization = signed.headers().get("authorization").getFirst();
    Map<String, List<String>> headers = new HashMap<>(signed.headers());
    headers.remove("authorization");
    String query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-SignedHeaders=host&X-Amz-Signature="
            + authorization.replaceAll(".*Signature=", "");
    refused(
        swf.send(new SwfEndpoint.Request("POST", "/", query, headers, signed.body())),
        403,
        "MissingAuthenticationTokenException",
        "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic eDp5",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=",
        "x",
        "AWS4-HMAC-SHA256 Credential=a/b/c,SignedHeaders=,Signature=",
        "Bearer abc"
      })
  void anAuthorizationThatCannotBeReadIsIncomplete(String authorization) {
    refused(
        swf.send(with(good(), Map.of("authorization", List.of(authorization)))),
        400,
        "IncompleteSignatureException",
        "");
  }

  @Test
  void skewIsFiveMinutesBothWays() {
    for (long seconds : new long[] {-301, 301, -86_400, 86_400}) {
      byte[] body = "{\"name\":\"e\"}".getBytes(StandardCharsets.UTF_8);
      Answer answer =
          swf.send(
              InProcess.request(
                  swf.admin,
                  "SimpleWorkflowService.DescribeDomain",
                  body,
                  InProcess.NOW.plusSeconds(seconds)));
      String bound = "(20261122T030000Z %s 5 min.)".formatted(seconds < 0 ? "-" : "+");
      refused(answer, 403, "InvalidSignatureException", bound);
    }
    assertThat(SigV4.SKEW).hasMinutes(5);
  }

  private SwfEndpoint.Request good() {
    return request(
        swf.admin,
        "RegisterDomain",
        "{\"name\":\"e\",\"workflowExecutionRetentionPeriodInDays\":\"1\"}");
  }

  private static SwfEndpoint.Request request(AccessKey key, String action, String body) {
    return InProcess.request(
        key,
        "SimpleWorkflowService." + action,
        body.getBytes(StandardCharsets.UTF_8),
        InProcess.NOW);
  }

  private static SwfEndpoint.Request with(
      SwfEndpoint.Request request, Map<String, List<String>> changes) {
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    headers.putAll(changes);
    return new SwfEndpoint.Request(
        request.method(), request.path(), request.query(), headers, request.body());
  }
}
