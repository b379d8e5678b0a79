package io.flowscope.engine.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import java.lang.reflect.ParameterizedType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The one codec between the records of {@code engine.model} and SWF's JSON. Everything follows from
 * the names of the records and their components; there is no mapping per type.
 */
public final class Wire {
  private static final Map<String, Class<?>> ACTIONS = WireNames.of(Action.class);

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

  private static ObjectMapper mapper() {
    SimpleModule swf =
        new SimpleModule()
            .addSerializer(Instant.class, new WireInstants.Writer())
            .addDeserializer(Instant.class, new WireInstants.Reader())
            .addSerializer(HistoryEvent.class, new WireEvents.Writer())
            .addDeserializer(HistoryEvent.class, new WireEvents.Reader(false))
            .addSerializer(Decision.class, new WireDecisions.Writer())
            .addDeserializer(Decision.class, new WireDecisions.Reader());
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
            new SimpleModule().addDeserializer(HistoryEvent.class, new WireEvents.Reader(true)))
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
}
