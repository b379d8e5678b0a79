package io.flowscope.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A value as a page shows it. The server puts the beginning of a large value, and how long it is,
 * into a JSON text; read without quotes and escapes, that is JSON again.
 *
 * @param text what is shown
 * @param cut whether {@code text} is only the beginning
 */
public record Shown(String text, boolean cut) {
  /** What the server writes at the end of the beginning of a large value. */
  private static final String MARK = " characters of JSON)";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The value, cut after so many characters. */
  public static Shown of(String value, int longest) {
    String whole = value.startsWith("\"") && value.endsWith(MARK + "\"") ? unquoted(value) : value;
    return new Shown(Words.cut(whole, longest), whole.length() > longest || isCut(value));
  }

  /** Whether parts of a value stand for larger ones. */
  public static boolean isCut(String value) {
    return value.contains(MARK);
  }

  private static String unquoted(String text) {
    try {
      return JSON.readTree(text).asText();
    } catch (JsonProcessingException e) {
      return text;
    }
  }
}
