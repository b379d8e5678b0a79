package io.flowscope.engine.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Events: their type names the member that carries their attributes. */
final class WireEvents {
  private static final Map<String, Class<?>> EVENTS = WireNames.of(Event.class);

  /** The names of the attributes of a type of event, made once. */
  private static final ClassValue<SerializedString> ATTRIBUTES_OF =
      new ClassValue<>() {
        @Override
        protected SerializedString computeValue(Class<?> event) {
          return new SerializedString(WireNames.member(event.getSimpleName(), "EventAttributes"));
        }
      };

  private WireEvents() {}

  static final class Writer extends JsonSerializer<HistoryEvent> {
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
                  entry -> WireNames.member(entry.getKey(), "EventAttributes"),
                  Map.Entry::getValue));

  /** Reads as it comes: histories are long, and a tree of each event would cost as much again. */
  static final class Reader extends JsonDeserializer<HistoryEvent> {
    private final boolean answers;

    /**
     * @param answers whether an event of an unknown type is read as null
     */
    Reader(boolean answers) {
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
        throw WireNames.notOneOf(in, type, "eventType", EVENTS);
      }
      return new HistoryEvent(
          required(in, at, "eventTimestamp"),
          required(in, id, "eventId"),
          (Event) required(in, attributes.get(event), WireNames.member(type, "EventAttributes")));
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
}
