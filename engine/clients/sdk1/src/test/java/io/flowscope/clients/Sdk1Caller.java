package io.flowscope.clients;

import com.amazonaws.AmazonServiceException;
import com.amazonaws.services.simpleworkflow.AmazonSimpleWorkflow;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;

/** The AWS SDK for Java 1: its beans filled from JSON and read into JSON. */
record Sdk1Caller(AmazonSimpleWorkflow client) implements Conformance.Caller {

  @Override
  public ObjectNode call(String action, JsonNode input) {
    ObjectNode answer = Conformance.JSON.createObjectNode();
    try {
      Method method =
          Arrays.stream(AmazonSimpleWorkflow.class.getMethods())
              .filter(m -> m.getName().equals(decapitalized(action)) && m.getParameterCount() == 1)
              .findFirst()
              .orElseThrow();
      Object result = method.invoke(client, filled(method.getParameterTypes()[0], input));
      answer.set("answer", result == null ? Conformance.JSON.createObjectNode() : read(result));
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof AmazonServiceException fault)) {
        throw new AssertionError(action, e.getCause());
      }
      String code = fault.getErrorCode();
      if (code.endsWith("Fault")
          && !fault.getClass().getSimpleName().equals(code.replaceAll("Fault$", "Exception"))) {
        throw new AssertionError(code + " came as " + fault.getClass());
      }
      answer.put("fault", code);
      answer.put("message", fault.getErrorMessage());
      answer.put("status", fault.getStatusCode());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(action, e);
    }
    return answer;
  }

  private static Object filled(Type type, JsonNode value) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType list) {
      List<Object> elements = new ArrayList<>();
      for (JsonNode element : value) {
        elements.add(filled(list.getActualTypeArguments()[0], element));
      }
      return elements;
    }
    if (type == String.class) {
      return value.asText();
    } else if (type == Integer.class) {
      return value.asInt();
    } else if (type == Boolean.class) {
      return value.asBoolean();
    } else if (type == Date.class) {
      return new Date((long) (value.asDouble() * 1000));
    }
    Class<?> bean = (Class<?>) type;
    Object made = bean.getConstructor().newInstance();
    for (var member : value.properties()) {
      Method setter =
          Arrays.stream(bean.getMethods())
              .filter(
                  m ->
                      m.getName()
                          .toLowerCase(Locale.ROOT)
                          .equals("set" + member.getKey().toLowerCase(Locale.ROOT)))
              .filter(m -> m.getParameterCount() == 1 && !m.isVarArgs())
              .min(Comparator.comparing(m -> m.getParameterTypes()[0] == String.class ? 0 : 1))
              .orElseThrow();
      setter.invoke(made, filled(setter.getGenericParameterTypes()[0], member.getValue()));
    }
    return made;
  }

  private static JsonNode read(Object value) throws ReflectiveOperationException {
    var make = Conformance.JSON.getNodeFactory();
    switch (value) {
      case String text -> {
        return make.textNode(text);
      }
      case Boolean flag -> {
        return make.booleanNode(flag);
      }
      case Integer number -> {
        return make.numberNode(number);
      }
      case Long number -> {
        return make.numberNode(number);
      }
      case Date date -> {
        return make.numberNode(date.getTime() / 1000.0);
      }
      case Collection<?> list -> {
        ArrayNode array = make.arrayNode();
        for (Object element : list) {
          array.add(read(element));
        }
        return array;
      }
      default -> {}
    }
    ObjectNode members = make.objectNode();
    for (Method getter : value.getClass().getMethods()) {
      String name = getter.getName();
      if (name.startsWith("get")
          && getter.getParameterCount() == 0
          && !name.matches("getClass|getSdk.*")) {
        Object member = getter.invoke(value);
        if (member != null) {
          members.set(decapitalized(name.substring(3)), read(member));
        }
      }
    }
    return members;
  }

  private static String decapitalized(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
