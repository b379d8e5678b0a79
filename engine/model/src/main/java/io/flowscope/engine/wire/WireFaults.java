package io.flowscope.engine.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.flowscope.engine.SwfFault;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in SWF's words why a text could not be read. */
final class WireFaults {
  private static final int MAX_MESSAGE = 300;

  private WireFaults() {}

  /** A required member is not there. */
  static final class Missing extends JsonMappingException {
    Missing(JsonParser in) {
      super(in, "missing");
    }
  }

  /** A name is not one of those that SWF knows. */
  static final class NotOneOf extends JsonMappingException {
    private final String value;
    private final Collection<String> names;

    NotOneOf(JsonParser in, String value, Collection<String> names) {
      super(in, "not one of SWF's names");
      this.value = value;
      this.names = List.copyOf(names);
    }
  }

  static SwfFault of(JsonMappingException e) {
    String path = path(e);
    if (e instanceof Missing) {
      return validation("Value null", path, "Member must not be null");
    }
    if (e instanceof NotOneOf other) {
      return validation(Constraints.quoted(other.value), path, enumeration(other.names));
    }
    Class<?> wanted = e instanceof MismatchedInputException m ? m.getTargetType() : null;
    if (e instanceof InvalidFormatException invalid
        && wanted != null
        && wanted.isEnum()
        && invalid.getValue() instanceof String value) {
      List<String> names =
          Arrays.stream(wanted.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
      return validation(Constraints.quoted(value), path, enumeration(names));
    }
    String what = words(wanted);
    String message = what == null ? cut(e.getOriginalMessage()) : what + " expected";
    return new SwfFault("SerializationException", (path.isEmpty() ? "" : path + ": ") + message);
  }

  static SwfFault noJson(JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " at line "
                + e.getLocation().getLineNr()
                + " column "
                + e.getLocation().getColumnNr();
    return new SwfFault("SerializationException", cut(e.getOriginalMessage()) + where);
  }

  private static SwfFault validation(String value, String path, String constraint) {
    return new SwfFault("ValidationException", Constraints.message(value, path, constraint));
  }

  private static String enumeration(Collection<String> names) {
    return "Member must satisfy enum value set: [" + String.join(", ", names) + "]";
  }

  private static @Nullable String words(@Nullable Class<?> wanted) {
    if (wanted == null) {
      return null;
    } else if (wanted == String.class || wanted.isEnum()) {
      return "text";
    } else if (wanted == Boolean.class || wanted == boolean.class) {
      return "true or false";
    } else if (wanted == Instant.class) {
      return "number of seconds since 1970";
    } else if (wanted.isPrimitive() || Number.class.isAssignableFrom(wanted)) {
      return "whole number";
    } else if (Collection.class.isAssignableFrom(wanted)) {
      return "list";
    }
    return "structure";
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      path.append(path.isEmpty() ? "" : ".");
      if (step.getFieldName() != null) {
        path.append(step.getFieldName());
      } else {
        path.append(step.getIndex() + 1).append(".member");
      }
    }
    return path.toString();
  }

  private static String cut(@Nullable String message) {
    String text = message == null ? "cannot be read" : message.replaceAll("\\s+", " ");
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
  }
}
