package io.flowscope.engine.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowscope.engine.model.Decision;
import java.io.IOException;
import java.util.Map;

/** Decisions: their type names the member that carries their attributes. */
final class WireDecisions {
  private static final Map<String, Class<?>> DECISIONS = WireNames.of(Decision.class);

  private WireDecisions() {}

  static final class Writer extends JsonSerializer<Decision> {
    /** Knows no {@link Decision}, or writing the attributes would come back here. */
    private static final ObjectWriter ATTRIBUTES =
        JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build()
            .writer()
            .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

    @Override
    public void serialize(Decision value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartObject();
      out.writeStringField("decisionType", value.decisionType());
      out.writeFieldName(WireNames.member(value.decisionType(), "DecisionAttributes"));
      ATTRIBUTES.writeValue(out, value);
      out.writeEndObject();
    }
  }

  static final class Reader extends JsonDeserializer<Decision> {
    @Override
    public Decision deserialize(JsonParser in, DeserializationContext context) throws IOException {
      JsonNode node = tree(in, context, Decision.class);
      String type = type(in, node.path("decisionType"));
      Class<?> record = DECISIONS.get(type);
      if (record == null) {
        throw WireNames.notOneOf(in, type, "decisionType", DECISIONS);
      }
      return (Decision)
          attributes(node, WireNames.member(type, "DecisionAttributes"), record, context);
    }
  }

  /** The empty string where there is none. */
  private static String type(JsonParser in, JsonNode type) throws JsonMappingException {
    if (type.isTextual() || type.isNull() || type.isMissingNode()) {
      return type.asText("");
    }
    JsonMappingException e = MismatchedInputException.from(in, String.class, "no text");
    e.prependPath(type, "decisionType");
    throw e;
  }

  private static JsonNode tree(JsonParser in, DeserializationContext context, Class<?> type)
      throws IOException {
    if (!in.isExpectedStartObjectToken()) {
      context.handleUnexpectedToken(type, in);
    }
    return context.readTree(in);
  }

  /**
   * The attributes; the path of an error names their member. Where they are missing, they are taken
   * for empty, as on SWF: deciders complete an execution without any, and of other decisions the
   * attributes that are required are said to be missing.
   */
  private static <T> T attributes(
      JsonNode node, String name, Class<T> type, DeserializationContext context)
      throws IOException {
    JsonNode value = node.path(name);
    boolean none = value.isMissingNode() || value.isNull();
    try {
      return context.readTreeAsValue(none ? JsonNodeFactory.instance.objectNode() : value, type);
    } catch (JsonMappingException e) {
      e.prependPath(node, name);
      throw e;
    }
  }
}
