package io.flowscope.swf;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.swf.Verification.Error;
import io.flowscope.swf.Verification.Refused;
import io.flowscope.swf.Verification.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SigV4Test {
  private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
  private static final Credentials KEY =
      new Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

  /** Vectors of AWS's own test suite for signature version 4. */
  @ParameterizedTest
  @CsvSource({
    "GET, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "POST, '', 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "POST, Param1=value1, 28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
    "GET, Param2=value2&Param1=value1,"
        + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
  })
  void signsAsAwsDoes(String method, String query, String signature) {
    SignedRequest request =
        new SignedRequest(
            method, "/", query, Map.of("host", List.of("example.amazonaws.com")), new byte[0]);
    assertThat(SigV4.sign(request, KEY, "us-east-1", "service", NOW))
        .containsEntry("x-amz-date", "20150830T123600Z")
        .containsEntry(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders=host;x-amz-date, Signature="
                + signature);
  }

  @Test
  void signsABodyAndHeadersWithSpacesAsAwsDoes() {
    SignedRequest form =
        new SignedRequest(
            "POST",
            "/",
            "",
            Map.of(
                "host", List.of("example.amazonaws.com"),
                "content-type", List.of("application/x-www-form-urlencoded")),
            "Param1=value1".getBytes(StandardCharsets.UTF_8));
    assertThat(SigV4.sign(form, KEY, "us-east-1", "service", NOW).get("authorization"))
        .endsWith("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    SignedRequest spaces =
        new SignedRequest(
            "GET",
            "/",
            "",
            Map.of(
                "host", List.of("example.amazonaws.com"),
                "my-header1", List.of(" value1"),
                "my-header2", List.of(" \"a   b   c\"")),
            new byte[0]);
    assertThat(SigV4.sign(spaces, KEY, "us-east-1", "service", NOW).get("authorization"))
        .endsWith("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
  }

  /** More vectors of AWS's: headers that come twice, in any order, and paths that need encoding. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GET;/;value2,value2,value1;"
            + "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        "GET;/;value4,value1,value3,value2;"
            + "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
        "POST;/;value1;c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
        "POST;/;VALUE1;cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        "GET;/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz;;"
            + "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "GET;/\u1234;;8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
      })
  void signsHeadersThatComeTwiceAndOddPathsAsAwsDoes(
      String method, String path, String values, String signature) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("host", List.of("example.amazonaws.com"));
    if (values != null) {
      headers.put("my-header1", List.of(values.split(",")));
    }
    SignedRequest request = new SignedRequest(method, path, "", headers, new byte[0]);
    assertThat(SigV4.sign(request, KEY, "us-east-1", "service", NOW).get("authorization"))
        .endsWith(signature);
  }

  @Test
  void whiteSpaceInHeadersDoesNotCount() {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("host", List.of("127.0.0.1:7070"));
    headers.put("x-amz-target", List.of("SimpleWorkflowService.ListDomains"));
    headers.put("x-note", List.of("a  b\t \tc", "d"));
    SignedRequest request = new SignedRequest("POST", "/", "", Map.copyOf(headers), new byte[0]);
    SigV4.sign(request, KEY, "r", SigV4.SERVICE, NOW)
        .forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("x-note", List.of("  a b c ", "\td\t"));
    SignedRequest travelled = new SignedRequest("POST", "/", "", headers, new byte[0]);
    assertThat(verify(travelled, NOW)).isEqualTo(new Verified("AKIDEXAMPLE", "r"));
    assertThat(verify(with(travelled, "x-note", "a b c,d "), NOW)).isInstanceOf(Verified.class);
    assertThat(verify(with(travelled, "x-note", "a b cd"), NOW)).isInstanceOf(Refused.class);
  }

  @Test
  void acceptsWhatItSignedWithinFiveMinutesAndForAnyRegion() {
    SignedRequest request = signed("eu-central-1", KEY);
    for (Duration skew : List.of(Duration.ofMinutes(-5), Duration.ZERO, Duration.ofMinutes(5))) {
      assertThat(verify(request, NOW.plus(skew)))
          .isEqualTo(new Verified("AKIDEXAMPLE", "eu-central-1"));
    }
    assertThat(verify(signed("local", new Credentials("AKIDEXAMPLE", KEY.secretKey(), "tok")), NOW))
        .isEqualTo(new Verified("AKIDEXAMPLE", "local"));
  }

  @Test
  void refusesDatesTooFarAway() {
    assertThat(verify(signed("r", KEY), NOW.plusSeconds(301)))
        .isEqualTo(
            new Refused(
                Error.INVALID_SIGNATURE,
                "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z"
                    + " (20150830T124101Z - 5 min.)"));
    assertThat(verify(signed("r", KEY), NOW.minusSeconds(301)))
        .isInstanceOfSatisfying(
            Refused.class,
            r ->
                assertThat(r.message())
                    .isEqualTo(
                        "Signature not yet current: 20150830T123600Z is still later than"
                            + " 20150830T123559Z (20150830T123059Z + 5 min.)"));
  }

  /** A way to change a request after it was signed, and how it is refused. */
  enum Tampering {
    BODY(r -> with(r, "{\"domain\":\"other\"}"), Error.INVALID_SIGNATURE),
    TARGET(
        r -> with(r, "x-amz-target", "SimpleWorkflowService.DeprecateDomain"),
        Error.INVALID_SIGNATURE),
    HOST(r -> with(r, "host", "evil.example"), Error.INVALID_SIGNATURE),
    METHOD(
        r -> new SignedRequest("PUT", r.path(), r.query(), r.headers(), r.body()),
        Error.INVALID_SIGNATURE),
    QUERY(
        r -> new SignedRequest("POST", "/", "a=b", r.headers(), r.body()), Error.INVALID_SIGNATURE),
    DATE(r -> with(r, "x-amz-date", "20150830T123601Z"), Error.INVALID_SIGNATURE),
    OTHER_DAY(r -> with(r, "x-amz-date", "20150831T123600Z"), Error.INVALID_SIGNATURE),
    SIGNATURE(r -> authorization(r, s -> s.replaceAll(".$", "g")), Error.INVALID_SIGNATURE),
    REGION(r -> authorization(r, s -> s.replace("/local/", "/other/")), Error.INVALID_SIGNATURE),
    SERVICE(r -> authorization(r, s -> s.replace("/swf/", "/s3/")), Error.INVALID_SIGNATURE),
    UNSIGNED_TARGET(
        r -> authorization(r, s -> s.replace(";x-amz-target", "")), Error.INVALID_SIGNATURE),
    OTHER_KEY(
        r -> authorization(r, s -> s.replace("AKIDEXAMPLE", "AKIDOTHER")),
        Error.UNRECOGNIZED_CLIENT),
    NO_SIGNATURE(
        r -> authorization(r, s -> s.replaceAll(", Signature=.*", "")), Error.INCOMPLETE_SIGNATURE),
    OTHER_ALGORITHM(
        r -> authorization(r, s -> s.replace("AWS4-HMAC-SHA256", "AWS4-X")),
        Error.INCOMPLETE_SIGNATURE),
    NO_DATE(r -> without(r, "x-amz-date"), Error.INCOMPLETE_SIGNATURE),
    NO_AUTHORIZATION(r -> without(r, "authorization"), Error.MISSING_AUTHENTICATION_TOKEN);

    private final UnaryOperator<SignedRequest> change;
    private final Error error;

    Tampering(UnaryOperator<SignedRequest> change, Error error) {
      this.change = change;
      this.error = error;
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesATamperedRequest(Tampering tampering) {
    assertThat(verify(tampering.change.apply(signed("local", KEY)), NOW))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.error()).isEqualTo(tampering.error));
  }

  @Test
  void doesNotSayWhichPartIsWrong() {
    Verification wrongSecret = verify(signed("local", new Credentials("AKIDEXAMPLE", "x")), NOW);
    assertThat(wrongSecret).isEqualTo(verify(with(signed("local", KEY), "{}"), NOW));
  }

  @Test
  void credentialsDoNotShowTheirSecret() {
    assertThat(KEY.toString()).doesNotContain(KEY.secretKey());
  }

  private static Verification verify(SignedRequest request, Instant now) {
    return SigV4.verify(
        request,
        id -> id.equals("AKIDEXAMPLE") ? Optional.of(KEY.secretKey()) : Optional.empty(),
        InstantSource.fixed(now));
  }

  private static SignedRequest signed(String region, Credentials key) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("host", List.of("127.0.0.1:7070"));
    headers.put("content-type", List.of("application/x-amz-json-1.0"));
    headers.put("x-amz-target", List.of("SimpleWorkflowService.DescribeDomain"));
    byte[] body = "{\"name\":\"default\"}".getBytes(StandardCharsets.UTF_8);
    SignedRequest request = new SignedRequest("POST", "/", "", Map.copyOf(headers), body);
    SigV4.sign(request, key, region, SigV4.SERVICE, NOW)
        .forEach((name, value) -> headers.put(name, List.of(value)));
    return new SignedRequest("POST", "/", "", headers, body);
  }

  private static SignedRequest with(SignedRequest r, String body) {
    return new SignedRequest(
        r.method(), r.path(), r.query(), r.headers(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static SignedRequest with(SignedRequest r, String name, String value) {
    Map<String, List<String>> headers = new HashMap<>(r.headers());
    headers.put(name, List.of(value));
    return new SignedRequest(r.method(), r.path(), r.query(), headers, r.body());
  }

  private static SignedRequest without(SignedRequest r, String name) {
    Map<String, List<String>> headers = new HashMap<>(r.headers());
    headers.remove(name);
    return new SignedRequest(r.method(), r.path(), r.query(), headers, r.body());
  }

  private static SignedRequest authorization(SignedRequest r, UnaryOperator<String> change) {
    return with(r, "authorization", change.apply(r.headers().get("authorization").getFirst()));
  }
}
