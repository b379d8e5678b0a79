package io.flowscope.swf;

import io.flowscope.swf.Verification.Error;
import io.flowscope.swf.Verification.Refused;
import io.flowscope.swf.Verification.Verified;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** AWS Signature Version 4 in the header {@code Authorization}: makes and checks it. */
public final class SigV4 {
  /** SWF's name in a signature's scope. */
  public static final String SERVICE = "swf";

  /** How far the date of a signature may be from the server's clock. */
  public static final Duration SKEW = Duration.ofMinutes(5);

  private static final String SKEW_TEXT = SKEW.toMinutes() + " min.";
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
  private static final List<String> REQUIRED = List.of("host", "x-amz-date", "x-amz-target");
  private static final Pattern SCOPE =
      Pattern.compile("([^/]+(?:/[^/]+)*)/(\\d{8})/([^/]+)/([^/]+)/aws4_request");

  private SigV4() {}

  /**
   * The headers that sign a request: {@code x-amz-date}, {@code authorization} and, for temporary
   * credentials, {@code x-amz-security-token}. All headers of the request and these are covered.
   *
   * @param request must hold the header {@code host} as it will travel
   * @param now the date of the signature
   */
  public static Map<String, String> sign(
      SignedRequest request, Credentials credentials, String region, String service, Instant now) {
    String date = DATE.format(now.atOffset(ZoneOffset.UTC));
    Map<String, String> added = new LinkedHashMap<>();
    added.put("x-amz-date", date);
    if (credentials.sessionToken() != null) {
      added.put("x-amz-security-token", credentials.sessionToken());
    }
    TreeMap<String, List<String>> headers = new TreeMap<>(request.headers());
    added.forEach((name, value) -> headers.put(name, List.of(value)));
    List<String> names = List.copyOf(headers.keySet());
    String scope = String.join("/", date.substring(0, 8), region, service, "aws4_request");
    String signature =
        Canonical.signature(
            new SignedRequest(
                request.method(), request.path(), request.query(), headers, request.body()),
            names,
            date,
            scope,
            credentials.secretKey());
    added.put(
        "authorization",
        Canonical.ALGORITHM
            + " Credential="
            + credentials.accessKey()
            + "/"
            + scope
            + ", SignedHeaders="
            + String.join(";", names)
            + ", Signature="
            + signature);
    return added;
  }

  /**
   * Checks the signature of a request to SWF. It must cover {@code host}, {@code x-amz-date} and
   * {@code x-amz-target} and the body's bytes, be at most {@link #SKEW} from {@code clock}, and
   * name the service {@code swf}; any region will do. The signatures are compared in constant time.
   *
   * @param secretOf the secret of an access key, empty for one that is not accepted
   */
  public static Verification verify(
      SignedRequest request, Function<String, Optional<String>> secretOf, InstantSource clock) {
    List<String> authorization = request.headers().getOrDefault("authorization", List.of());
    if (authorization.isEmpty() || authorization.getFirst().isBlank()) {
      return refused(Error.MISSING_AUTHENTICATION_TOKEN, "Request is missing Authentication Token");
    }
    String text = authorization.getFirst().strip();
    if (!text.startsWith(Canonical.ALGORITHM + " ") || authorization.size() > 1) {
      return refused(
          Error.INCOMPLETE_SIGNATURE,
          "Authorization must be one header that begins with " + Canonical.ALGORITHM);
    }
    Map<String, String> parts = parts(text.substring(Canonical.ALGORITHM.length() + 1));
    String signature = parts.get("Signature");
    String names = parts.get("SignedHeaders");
    Matcher scope = SCOPE.matcher(parts.getOrDefault("Credential", ""));
    if (signature == null || names == null || !scope.matches()) {
      return refused(
          Error.INCOMPLETE_SIGNATURE,
          "Authorization header requires 'Credential' parameter with key/date/region/service/"
              + "aws4_request, 'SignedHeaders' parameter and 'Signature' parameter.");
    }
    return new Claim(request, scope, List.of(names.split(";")), signature).check(secretOf, clock);
  }

  private static Map<String, String> parts(String text) {
    Map<String, String> parts = new HashMap<>();
    for (String part : text.split(",")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return parts;
  }

  private static Verification refused(Error error, String message) {
    return new Refused(error, message);
  }

  private static Verification invalid(String message) {
    return refused(Error.INVALID_SIGNATURE, message);
  }

  /** What an Authorization header claims. */
  private record Claim(
      SignedRequest request, Matcher scope, List<String> signedHeaders, String signature) {

    Verification check(Function<String, Optional<String>> secretOf, InstantSource clock) {
      List<String> dates = request.headers().getOrDefault("x-amz-date", List.of());
      Instant date = dates.size() == 1 ? parse(dates.getFirst()) : null;
      if (date == null) {
        return refused(
            Error.INCOMPLETE_SIGNATURE,
            "The header x-amz-date must be there once, for instance 20150830T123600Z.");
      }
      String complaint = complaint(dates.getFirst());
      if (complaint != null) {
        return invalid(complaint);
      }
      Optional<String> secret = secretOf.apply(scope.group(1));
      if (secret.isEmpty()) {
        return refused(
            Error.UNRECOGNIZED_CLIENT, "The security token included in the request is invalid.");
      }
      String late = late(date, clock.instant());
      if (late != null) {
        return invalid(late);
      }
      String credential = scope.group();
      String expected =
          Canonical.signature(
              request,
              signedHeaders,
              dates.getFirst(),
              credential.substring(scope.end(1) + 1),
              secret.get());
      if (!MessageDigest.isEqual(bytes(expected), bytes(signature))) {
        return invalid(
            "The request signature we calculated does not match the signature you provided. Check"
                + " your AWS Secret Access Key and signing method.");
      }
      return new Verified(scope.group(1), scope.group(3));
    }

    private @Nullable String complaint(String date) {
      if (!scope.group(4).equals(SERVICE)) {
        return "Credential should be scoped to correct service: '" + SERVICE + "'.";
      }
      if (!date.startsWith(scope.group(2))) {
        return "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date.";
      }
      for (String name : REQUIRED) {
        if (!signedHeaders.contains(name)) {
          return "'" + name + "' must be a 'SignedHeader' in the AWS Authorization.";
        }
        if (!request.headers().containsKey(name)) {
          return "The signed header '" + name + "' is missing.";
        }
      }
      return null;
    }

    private static @Nullable Instant parse(String date) {
      try {
        return LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
      } catch (DateTimeParseException e) {
        return null;
      }
    }

    /** AWS's words: clients whose clock is wrong read the server's time out of the brackets. */
    private static @Nullable String late(Instant date, Instant now) {
      String server = " (" + text(now) + (date.isBefore(now) ? " - " : " + ") + SKEW_TEXT + ")";
      if (date.isBefore(now.minus(SKEW))) {
        return "Signature expired: "
            + text(date)
            + " is now earlier than "
            + text(now.minus(SKEW))
            + server;
      }
      if (date.isAfter(now.plus(SKEW))) {
        return "Signature not yet current: "
            + text(date)
            + " is still later than "
            + text(now.plus(SKEW))
            + server;
      }
      return null;
    }

    private static String text(Instant instant) {
      return DATE.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
