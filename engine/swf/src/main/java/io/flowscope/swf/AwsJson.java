package io.flowscope.swf;

import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.AmazonWebServiceResult;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.flowscope.engine.wire.Wire;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Date;

/**
 * Between our records and the SDK's classes. Both bear SWF's names, so SWF's JSON is the bridge and
 * no type has a mapping of its own.
 */
final class AwsJson {
  private static final ObjectMapper SDK =
      JsonMapper.builder()
          .annotationIntrospector(new TextOfEnums())
          .addMixIn(AmazonWebServiceRequest.class, RequestOnly.class)
          .addMixIn(AmazonWebServiceResult.class, ResultOnly.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(Date.class, new WriteSeconds())
                  .addDeserializer(Date.class, new ReadSeconds()))
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private AwsJson() {}

  /** The SDK's request for a record of ours. */
  static <T> T request(Object action, Class<T> type) {
    try {
      return SDK.readValue(Wire.encode(action), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "The SDK's " + type.getSimpleName() + " does not fit: " + e, e);
    }
  }

  /** Our record of an answer of the SDK. */
  static <T> T answer(Object result, Class<T> type) {
    try {
      return Wire.decode(SDK.writeValueAsString(result), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The SDK's answer does not fit: " + e, e);
    }
  }

  /** What every request has beyond the members of its action. */
  @JsonIgnoreProperties({
    "requestCredentials",
    "requestCredentialsProvider",
    "requestMetricCollector",
    "generalProgressListener",
    "sdkRequestTimeout",
    "sdkClientExecutionTimeout"
  })
  private abstract static class RequestOnly {}

  /** What every result has beyond the members of its answer. */
  @JsonIgnoreProperties({"sdkResponseMetadata", "sdkHttpMetadata"})
  private abstract static class ResultOnly {}

  /** Members with an enumeration have two setters; their text is SWF's. */
  private static final class TextOfEnums extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public AnnotatedMethod resolveSetterConflict(
        MapperConfig<?> config, AnnotatedMethod one, AnnotatedMethod other) {
      return one.getRawParameterType(0) == String.class ? one : other;
    }
  }

  private static final class WriteSeconds extends JsonSerializer<Date> {
    @Override
    public void serialize(Date date, JsonGenerator json, SerializerProvider all)
        throws IOException {
      json.writeNumber(BigDecimal.valueOf(date.getTime(), 3));
    }
  }

  private static final class ReadSeconds extends JsonDeserializer<Date> {
    @Override
    public Date deserialize(JsonParser json, DeserializationContext all) throws IOException {
      return new Date(json.getDecimalValue().movePointRight(3).longValue());
    }
  }
}
