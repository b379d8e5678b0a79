package io.flowscope.engine.payload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What travels instead of a large value: a JSON object that stands wherever the value would, for
 * instance {@code {"flowscope.payload":"sha256:9f86…","chars":41234}}.
 *
 * @param sha256 of the value's JSON text in UTF-8, 64 hexadecimal digits in lower case
 * @param chars how many characters of JSON the value has, with all that it refers to
 */
public record PayloadRef(String sha256, long chars) {
  /** The member that makes an object a reference; no key of an author's map may be that. */
  public static final String MEMBER = "flowscope.payload";

  private static final Pattern TEXT =
      Pattern.compile(
          "\\{\"flowscope\\.payload\":\"sha256:([0-9a-f]{64})\",\"chars\":(\\d{1,15})\\}");

  /** Also inside of a string inside of a string: a carried signal, a stored event. */
  private static final Pattern ANYWHERE =
      Pattern.compile("flowscope\\.payload\\\\*\":\\\\*\"sha256:([0-9a-f]{64})");

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  public PayloadRef {
    if (!isHash(sha256)) {
      throw new IllegalArgumentException("no SHA-256 of 64 hexadecimal digits: " + sha256);
    }
  }

  /** Whether {@code text} is a hash as references hold it. */
  public static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  /** Whether there may be a reference in {@code text}; costs one search. */
  public static boolean maybeIn(String text) {
    return text.contains(MEMBER);
  }

  /** The hash of a content. */
  public static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /**
   * The bytes of a JSON text. Half of a surrogate pair, which has no bytes, is written as an escape
   * of JSON: it can only stand in a string.
   */
  public static byte[] bytes(String json) {
    StringBuilder escaped = null;
    int from = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < json.length()
          && Character.isLowSurrogate(json.charAt(i + 1))) {
        i++;
        continue;
      }
      escaped = escaped == null ? new StringBuilder(json.length() + 16) : escaped;
      escaped.append(json, from, i).append("\\u").append(Integer.toHexString(c));
      from = i + 1;
    }
    String text = escaped == null ? json : escaped.append(json, from, json.length()).toString();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * {@code json} with each reference in it replaced. None is looked for inside of strings, where
   * quotes are escaped.
   */
  public static String replace(String json, Function<PayloadRef, String> replacement) {
    if (!maybeIn(json)) {
      return json;
    }
    Matcher found = TEXT.matcher(json);
    StringBuilder replaced = new StringBuilder(json.length());
    int from = 0;
    while (found.find()) {
      PayloadRef ref = new PayloadRef(found.group(1), Long.parseLong(found.group(2)));
      replaced.append(json, from, found.start()).append(replacement.apply(ref));
      from = found.end();
    }
    return replaced.append(json, from, json.length()).toString();
  }

  /** How many characters {@code json} has with all that it refers to. */
  public static long wholeLength(String json) {
    if (!maybeIn(json)) {
      return json.length();
    }
    long length = json.length();
    Matcher found = TEXT.matcher(json);
    while (found.find()) {
      length += Long.parseLong(found.group(2)) - (found.end() - found.start());
    }
    return length;
  }

  /** The hashes that any text names, however deep in strings of strings they stand. */
  public static Set<String> hashesIn(CharSequence text) {
    Set<String> hashes = new TreeSet<>();
    Matcher found = ANYWHERE.matcher(text);
    while (found.find()) {
      hashes.add(found.group(1));
    }
    return hashes;
  }

  /** As it travels. */
  public String json() {
    return "{\"" + MEMBER + "\":\"sha256:" + sha256 + "\",\"chars\":" + chars + "}";
  }
}
