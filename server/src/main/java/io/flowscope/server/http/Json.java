package io.flowscope.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON of REST and of live streams: records as they are, enums in camelCase. */
public final class Json {
  /** The one mapper of REST. */
  public static final ObjectMapper MAPPER = mapper();

  private Json() {}

  private static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxStringLength(2_000_000)
                    .maxNumberLength(100)
                    .build())
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .addModule(new SimpleModule().addSerializer(new WordWriter()))
        .build();
  }

  /** The word of an enum constant: {@code timedOut} of {@code TIMED_OUT}. */
  public static String word(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().toLowerCase(Locale.ROOT).split("_")) {
      word.append(
          word.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return word.toString();
  }

  /** The JSON of a value. */
  public static String write(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot be written as JSON", e);
    }
  }

  /** The JSON value that a text of a history stands for; the text itself where it is no JSON. */
  public static @Nullable JsonNode lenient(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? MAPPER.getNodeFactory().textNode(text) : node;
    } catch (JsonProcessingException e) {
      return MAPPER.getNodeFactory().textNode(text);
    }
  }

  /**
   * Reads what a client sent.
   *
   * @param field what it was sent as, null for the whole body
   * @throws Problem when it is no JSON
   */
  public static JsonNode read(String text, @Nullable String field) {
    String what = field == null ? "The body" : "'" + field + "'";
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw malformed(field, what + " is empty; JSON is required.");
      }
      return node;
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at line %d, column %d"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      String why = e.getOriginalMessage().lines().findFirst().orElse("");
      throw malformed(field, "%s is not valid JSON%s: %s.".formatted(what, where, shorten(why)));
    }
  }

  private static Problem malformed(@Nullable String field, String message) {
    return field == null
        ? Problem.of(400, "malformedJson", message)
        : Problem.field(400, "malformedJson", field, message);
  }

  /** A value as a message quotes it: one line, at most 80 characters. */
  static String shorten(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "\uFFFD");
    return line.length() <= 80 ? line : line.substring(0, 79) + "…";
  }

  @SuppressWarnings("rawtypes")
  private static final class WordWriter extends StdSerializer<Enum> {
    private static final long serialVersionUID = 1;

    WordWriter() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(word((Enum<?>) value));
    }
  }
}
