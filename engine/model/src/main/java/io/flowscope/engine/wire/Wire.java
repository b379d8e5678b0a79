package io.flowscope.engine.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The one codec between the records of {@code engine.model} and SWF's JSON. Everything follows from
 * the names of the records and their components; there is no mapping per type.
 */
public final class Wire {
  private static final Map<String, Class<?>> ACTIONS = simpleNames(Action.class);
  private static final Map<String, Class<?>> EVENTS = simpleNames(Event.class);
  private static final Map<String, Class<?>> DECISIONS = simpleNames(Decision.class);

  /** The mapper of SWF's JSON: absent members are omitted, timestamps are epoch seconds. */
  public static final ObjectMapper JSON = mapper();

  /** As {@link #JSON}, for the answers of a service that may be newer than this program. */
  private static final ObjectMapper ANSWERS = answers();

  private Wire() {}

  /** SWF's JSON of a record; the empty string for {@link Done}. */
  public static String encode(Object value) {
    if (value instanceof Done) {
      return "";
    }
    try {
      return escapeLoneSurrogates(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** The same as it travels, in UTF-8; what is no character of Unicode's basic plane is escaped. */
  public static byte[] encodeBytes(Object value) {
    if (value instanceof Done) {
      return new byte[0];
    }
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** UTF-8 has no bytes for half a pair; JSON can still name it. */
  private static String escapeLoneSurrogates(String json) {
    StringBuilder escaped = null;
    int copied = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < json.length()
              && Character.isLowSurrogate(json.charAt(i + 1));
      if (pair) {
        i++;
        continue;
      }
      escaped = escaped == null ? new StringBuilder(json.length() + 16) : escaped;
      escaped.append(json, copied, i).append("\\u").append(Integer.toHexString(c));
      copied = i + 1;
    }
    return escaped == null ? json : escaped.append(json, copied, json.length()).toString();
  }

  /**
   * The record that {@code json} stands for; unknown members are ignored.
   *
   * @throws SwfFault {@code SerializationException} when it is no JSON or has a wrong type, {@code
   *     ValidationException} when a value is not one of an enumeration
   */
  public static <T> T decode(String json, Class<T> type) {
    return decode(JSON, json, type);
  }

  /**
   * The record of an answer, of which a newer SWF may know more than this program: an unknown value
   * of an enumeration is read as the last known one, which is the vaguest (of a cause, {@code
   * OPERATION_NOT_PERMITTED}), and events of unknown types are left out, since they cannot concern
   * anything that was asked for here.
   *
   * @throws SwfFault {@code SerializationException} when it is no JSON or has a wrong type
   */
  public static <T> T decodeAnswer(String json, Class<T> type) {
    T answer = decode(ANSWERS, json, type);
    if (answer instanceof History h) {
      return type.cast(new History(known(h.events()), h.nextPageToken()));
    }
    if (answer instanceof DecisionTask t && t.events() != null) {
      return type.cast(
          new DecisionTask(
              t.taskToken(),
              t.startedEventId(),
              t.workflowExecution(),
              t.workflowType(),
              known(t.events()),
              t.nextPageToken(),
              t.previousStartedEventId()));
    }
    return answer;
  }

  private static List<HistoryEvent> known(List<HistoryEvent> events) {
    return events.contains(null) ? events.stream().filter(Objects::nonNull).toList() : events;
  }

  private static <T> T decode(ObjectMapper mapper, String json, Class<T> type) {
    if (type == Done.class) {
      return type.cast(new Done());
    }
    try {
      T value = mapper.readValue(json, type);
      if (value == null) {
        throw new SwfFault("SerializationException", "structure expected, found null");
      }
      return value;
    } catch (JsonMappingException e) {
      throw WireFaults.of(e);
    } catch (JsonProcessingException e) {
      throw WireFaults.noJson(e);
    }
  }

  /** The record of the action named {@code name}, if SWF has one. */
  @SuppressWarnings("unchecked")
  public static Optional<Class<? extends Action<?>>> action(String name) {
    return Optional.ofNullable((Class<? extends Action<?>>) ACTIONS.get(name));
  }

  /** The record of the answer to an action. */
  public static Class<?> answerOf(Class<?> action) {
    ParameterizedType type = (ParameterizedType) action.getGenericInterfaces()[0];
    return (Class<?>) type.getActualTypeArguments()[0];
  }

  private static Map<String, Class<?>> simpleNames(Class<?> sealed) {
    Map<String, Class<?>> names = new LinkedHashMap<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      names.put(permitted.getSimpleName(), permitted);
    }
    return Collections.unmodifiableMap(names);
  }

  private static ObjectMapper mapper() {
    SimpleModule swf =
        new SimpleModule()
            .addSerializer(Instant.class, new InstantWriter())
            .addDeserializer(Instant.class, new InstantReader())
            .addSerializer(HistoryEvent.class, new HistoryEventWriter())
            .addDeserializer(HistoryEvent.class, new HistoryEventReader(false))
            .addSerializer(Decision.class, new DecisionWriter())
            .addDeserializer(Decision.class, new DecisionReader());
    // Buffers kept by threads would be made anew for each request: it has a virtual thread.
    JsonFactory factory =
        JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();
    JsonMapper mapper =
        JsonMapper.builder(factory)
            .addModule(swf)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .withCoercionConfig(
                LogicalType.Textual,
                text ->
                    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(100)
                .maxStringLength(8_000_000)
                .build());
    return mapper;
  }

  private static ObjectMapper answers() {
    return mapper()
        .registerModule(
            new SimpleModule().addDeserializer(HistoryEvent.class, new HistoryEventReader(true)))
        .addHandler(new NewerValues());
  }

  /** An enumeration has a value that this program does not know. */
  private static final class NewerValues extends DeserializationProblemHandler {
    @Override
    public Object handleWeirdStringValue(
        DeserializationContext context, Class<?> type, String value, String message) {
      Object[] constants = type.getEnumConstants();
      return constants == null || value.isEmpty() ? NOT_HANDLED : constants[constants.length - 1];
    }
  }

  static String member(String type, String suffix) {
    return Character.toLowerCase(type.charAt(0)) + type.substring(1) + suffix;
  }

  private static final class InstantWriter extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      long millis = value.toEpochMilli();
      if (millis < 0) {
        out.writeNumber(BigDecimal.valueOf(millis, 3).toPlainString());
        return;
      }
      String fraction = Long.toString(1_000 + millis % 1_000);
      out.writeNumber(millis / 1_000 + "." + fraction.substring(1));
    }
  }

  private static final class InstantReader extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (!in.currentToken().isNumeric()) {
        return (Instant) context.handleUnexpectedToken(Instant.class, in);
      }
      BigDecimal seconds = in.getDecimalValue();
      if (seconds.abs().compareTo(BigDecimal.valueOf(100_000_000_000L)) > 0) {
        return (Instant)
            context.handleWeirdNumberValue(Instant.class, seconds, "seconds since 1970 expected");
      }
      return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
    }
  }

  /** The names of the attributes of a type of event, made once. */
  private static final ClassValue<SerializedString> ATTRIBUTES_OF =
      new ClassValue<>() {
        @Override
        protected SerializedString computeValue(Class<?> event) {
          return new SerializedString(member(event.getSimpleName(), "EventAttributes"));
        }
      };

  private static final class HistoryEventWriter extends JsonSerializer<HistoryEvent> {
    @Override
    public void serialize(HistoryEvent value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      Event event = value.event();
      out.writeStartObject();
      provider.defaultSerializeField("eventTimestamp", value.eventTimestamp(), out);
      out.writeStringField("eventType", event.eventType());
      out.writeNumberField("eventId", value.eventId());
      out.writeFieldName(ATTRIBUTES_OF.get(event.getClass()));
      provider
          .findTypedValueSerializer(event.getClass(), true, null)
          .serialize(event, out, provider);
      out.writeEndObject();
    }
  }

  /** The types of events by the names of their attributes. */
  private static final Map<String, Class<?>> EVENTS_BY_ATTRIBUTES =
      EVENTS.entrySet().stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  entry -> member(entry.getKey(), "EventAttributes"), Map.Entry::getValue));

  /** Reads as it comes: histories are long, and a tree of each event would cost as much again. */
  private static final class HistoryEventReader extends JsonDeserializer<HistoryEvent> {
    private final boolean answers;

    /**
     * @param answers whether an event of an unknown type is read as null
     */
    HistoryEventReader(boolean answers) {
      this.answers = answers;
    }

    @Override
    public HistoryEvent deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      if (!in.isExpectedStartObjectToken()) {
        context.handleUnexpectedToken(HistoryEvent.class, in);
      }
      String type = "";
      Instant at = null;
      Long id = null;
      Map<Class<?>, Object> attributes = new HashMap<>(2);
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        in.nextToken();
        Class<?> event = EVENTS_BY_ATTRIBUTES.get(name);
        if (event != null) {
          attributes.put(event, value(in, name, event, context));
        } else if (name.equals("eventType")) {
          type = in.getValueAsString("");
          in.skipChildren();
        } else if (name.equals("eventTimestamp")) {
          at = value(in, name, Instant.class, context);
        } else if (name.equals("eventId")) {
          id = value(in, name, Long.class, context);
        } else {
          in.skipChildren();
        }
      }
      Class<?> event = EVENTS.get(type);
      if (event == null) {
        if (answers && !type.isEmpty()) {
          return null;
        }
        throw notOneOf(in, type, "eventType", EVENTS);
      }
      return new HistoryEvent(
          required(in, at, "eventTimestamp"),
          required(in, id, "eventId"),
          (Event) required(in, attributes.get(event), member(type, "EventAttributes")));
    }

    private static <T> T value(
        JsonParser in, String name, Class<T> type, DeserializationContext context)
        throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      try {
        return context.readValue(in, type);
      } catch (JsonMappingException e) {
        e.prependPath(HistoryEvent.class, name);
        throw e;
      }
    }

    private static <T> T required(JsonParser in, T value, String name) throws IOException {
      if (value == null) {
        JsonMappingException missing = new WireFaults.Missing(in);
        missing.prependPath(HistoryEvent.class, name);
        throw missing;
      }
      return value;
    }
  }

  private static final class DecisionWriter extends JsonSerializer<Decision> {
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
      out.writeFieldName(member(value.decisionType(), "DecisionAttributes"));
      ATTRIBUTES.writeValue(out, value);
      out.writeEndObject();
    }
  }

  private static final class DecisionReader extends JsonDeserializer<Decision> {
    @Override
    public Decision deserialize(JsonParser in, DeserializationContext context) throws IOException {
      JsonNode node = tree(in, context, Decision.class);
      String type = node.path("decisionType").asText();
      Class<?> record = DECISIONS.get(type);
      if (record == null) {
        throw notOneOf(in, type, "decisionType", DECISIONS);
      }
      return (Decision) part(in, node, member(type, "DecisionAttributes"), record, context);
    }
  }

  private static JsonNode tree(JsonParser in, DeserializationContext context, Class<?> type)
      throws IOException {
    if (!in.isExpectedStartObjectToken()) {
      context.handleUnexpectedToken(type, in);
    }
    return context.readTree(in);
  }

  /** One required member; the path of an error names it. */
  private static <T> T part(
      JsonParser in, JsonNode node, String name, Class<T> type, DeserializationContext context)
      throws IOException {
    JsonNode value = node.path(name);
    try {
      if (value.isMissingNode() || value.isNull()) {
        throw new WireFaults.Missing(in);
      }
      return context.readTreeAsValue(value, type);
    } catch (JsonMappingException e) {
      e.prependPath(node, name);
      throw e;
    }
  }

  private static JsonMappingException notOneOf(
      JsonParser in, String value, String member, Map<String, Class<?>> names) {
    JsonMappingException e =
        value.isEmpty()
            ? new WireFaults.Missing(in)
            : new WireFaults.NotOneOf(in, value, names.keySet());
    e.prependPath(value, member);
    return e;
  }
}
