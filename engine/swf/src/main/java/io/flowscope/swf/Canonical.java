package io.flowscope.swf;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The text that a signature of version 4 covers, and the signature of it. */
final class Canonical {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final MessageDigest SHA_256 = digest();

  /** A scope holds for a day, so that a process needs few; a stranger may name many. */
  private static final int MOST_SIGNERS = 200;

  private static final Map<Signer, Mac> SIGNERS = new ConcurrentHashMap<>();

  private Canonical() {}

  /**
   * The signature in lower-case hexadecimal digits.
   *
   * @param headers the names to cover, lower case and sorted
   * @param scope {@code 20150830/us-east-1/swf/aws4_request}
   */
  static String signature(
      SignedRequest request, List<String> headers, String date, String scope, String secret) {
    String text =
        String.join("\n", ALGORITHM, date, scope, hex(sha256(utf8(canonical(request, headers)))));
    return hex(copy(signer(secret, scope)).doFinal(utf8(text)));
  }

  /** Keyed for one secret and one scope, and never used itself: each use takes a copy. */
  private static Mac signer(String secret, String scope) {
    Mac known = SIGNERS.get(new Signer(secret, scope));
    if (known != null) {
      return known;
    }
    byte[] key = utf8("AWS4" + secret);
    for (String part : scope.split("/", -1)) {
      key = keyed(key).doFinal(utf8(part));
    }
    Mac signer = keyed(key);
    if (SIGNERS.size() >= MOST_SIGNERS) {
      SIGNERS.clear();
    }
    SIGNERS.put(new Signer(secret, scope), signer);
    return signer;
  }

  private record Signer(String secret, String scope) {}

  static String canonical(SignedRequest request, List<String> headers) {
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append('\n');
    text.append(path(request.path())).append('\n');
    text.append(query(request.query())).append('\n');
    for (String name : headers) {
      text.append(name).append(':').append(value(request.headers(), name)).append('\n');
    }
    text.append('\n').append(String.join(";", headers)).append('\n');
    return text.append(hex(sha256(request.body()))).toString();
  }

  private static String value(Map<String, List<String>> headers, String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.size() == 1
        ? collapsed(values.getFirst())
        : values.stream().map(Canonical::collapsed).collect(Collectors.joining(","));
  }

  private static String collapsed(String value) {
    String stripped = value.strip();
    return stripped.contains("  ") || stripped.contains("\t")
        ? SPACES.matcher(stripped).replaceAll(" ")
        : stripped;
  }

  /** Encodes what is encoded already once more, as every service but S3 wants it. */
  private static String path(String path) {
    return path.isEmpty() || path.equals("/") ? "/" : encoded(path);
  }

  private static String query(String query) {
    if (query.isEmpty()) {
      return "";
    }
    return Arrays.stream(query.split("&"))
        .map(pair -> pair.contains("=") ? pair : pair + "=")
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : utf8(text)) {
      char c = (char) (b & 0xff);
      if (c >= 'A' && c <= 'Z'
          || c >= 'a' && c <= 'z'
          || c >= '0' && c <= '9'
          || "-._~/".indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return ((MessageDigest) SHA_256.clone()).digest(bytes);
    } catch (CloneNotSupportedException e) {
      return digest().digest(bytes);
    }
  }

  /** Looking an algorithm up costs more than a short digest. */
  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Mac copy(Mac mac) {
    try {
      return (Mac) mac.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
