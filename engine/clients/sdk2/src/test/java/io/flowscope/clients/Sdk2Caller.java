package io.flowscope.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.swf.SwfClient;
import software.amazon.awssdk.utils.builder.Buildable;

/** The AWS SDK for Java 2: its records filled from JSON and read into JSON. */
record Sdk2Caller(SwfClient client) implements Conformance.Caller {

  @Override
  public ObjectNode call(String action, JsonNode input) {
    ObjectNode answer = Conformance.JSON.createObjectNode();
    try {
      Class<?> type =
          Class.forName("software.amazon.awssdk.services.swf.model." + action + "Request");
      Object request = filled((SdkPojo) type.getMethod("builder").invoke(null), input);
      String method = action.substring(0, 1).toLowerCase(Locale.ROOT) + action.substring(1);
      Object result = SwfClient.class.getMethod(method, type).invoke(client, request);
      answer.set("answer", read((SdkPojo) result));
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof AwsServiceException fault)) {
        throw new AssertionError(action, e.getCause());
      }
      String code = fault.awsErrorDetails().errorCode();
      if (code.endsWith("Fault")
          && !fault.getClass().getSimpleName().equals(code.replaceAll("Fault$", "Exception"))) {
        throw new AssertionError(code + " came as " + fault.getClass());
      }
      answer.put("fault", code);
      answer.put("message", fault.awsErrorDetails().errorMessage());
      answer.put("status", fault.statusCode());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(action, e);
    }
    return answer;
  }

  private static Object filled(SdkPojo builder, JsonNode value) {
    for (SdkField<?> field : builder.sdkFields()) {
      JsonNode member = value.path(field.locationName());
      if (!member.isMissingNode()) {
        field.set(builder, given(field, member));
      }
    }
    return ((Buildable) builder).build();
  }

  private static Object given(SdkField<?> field, JsonNode value) {
    return switch (field.marshallingType().getTargetClass().getSimpleName()) {
      case "String" -> value.asText();
      case "Integer" -> value.asInt();
      case "Boolean" -> value.asBoolean();
      case "Instant" -> Instant.ofEpochMilli((long) (value.asDouble() * 1000));
      case "List" -> {
        SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
        List<Object> elements = new ArrayList<>();
        value.forEach(one -> elements.add(given(element, one)));
        yield elements;
      }
      default -> filled(field.constructor().get(), value);
    };
  }

  private static JsonNode read(SdkPojo pojo) {
    ObjectNode members = Conformance.JSON.createObjectNode();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object member = field.getValueOrDefault(pojo);
      if (member != null && !(member instanceof SdkAutoConstructList)) {
        members.set(field.locationName(), shown(member));
      }
    }
    return members;
  }

  private static JsonNode shown(Object value) {
    var make = Conformance.JSON.getNodeFactory();
    return switch (value) {
      case String text -> make.textNode(text);
      case Boolean flag -> make.booleanNode(flag);
      case Integer number -> make.numberNode(number);
      case Long number -> make.numberNode(number);
      case Instant time -> make.numberNode(time.toEpochMilli() / 1000.0);
      case List<?> list -> {
        ArrayNode array = make.arrayNode();
        list.forEach(element -> array.add(shown(element)));
        yield array;
      }
      case SdkPojo pojo -> read(pojo);
      default -> throw new AssertionError("unknown type of member: " + value.getClass());
    };
  }
}
