package io.flowscope.engine.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/** Timestamps are seconds since 1970 with three digits behind the point. */
final class WireInstants {
  private WireInstants() {}

  static final class Writer extends JsonSerializer<Instant> {
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

  static final class Reader extends JsonDeserializer<Instant> {
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
}
