package io.flowscope.engine.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one scalar must satisfy, and the words for it. */
record Rule(Predicate<Object> holds, String words) {
  private static final int MAX_RETENTION_DAYS = 90;
  private static final Set<String> NAMES = Set.of("DomainName", "Name", "Version");
  private static final Set<String> TRIMMED = Set.of("DomainName", "Name");
  private static final Set<String> WHOLE =
      Set.of(
          "DomainName",
          "Name",
          "Version",
          "WorkflowId",
          "ActivityId",
          "TimerId",
          "SignalName",
          "MarkerName",
          "Tag",
          "ResourceTagKey",
          "ResourceTagValue",
          "Identity");
  private static final Set<String> IDS = Set.of("ActivityId", "TimerId");

  /**
   * The rules of a member: the bounds of its shape, and what SWF's documentation says in words.
   *
   * @param structure the shape that has the member
   * @param member the member's name
   * @param shapeName the member's shape
   * @param maxima by shape, a maximum other than the model's
   */
  static List<Rule> of(
      String structure, String member, String shapeName, Map<String, Integer> maxima) {
    JsonNode shape = ServiceModel.shape(shapeName);
    List<Rule> rules = new ArrayList<>();
    boolean number = shape.path("type").asText().matches("integer|long");
    String what = number ? "value" : "length";
    if (shape.has("min") && (number || shape.path("min").asInt() > 0)) {
      long min = shape.path("min").asLong();
      rules.add(
          new Rule(
              v -> size(v) >= min,
              "Member must have " + what + " greater than or equal to " + min));
    }
    if (shape.has("max")) {
      long max = maxima.getOrDefault(shapeName, shape.path("max").asInt());
      rules.add(
          new Rule(
              v -> size(v) <= max, "Member must have " + what + " less than or equal to " + max));
    }
    Rule documented = documented(structure, member, shapeName);
    if (documented != null) {
      rules.add(documented);
    }
    if (TRIMMED.contains(shapeName)) {
      rules.add(
          new Rule(v -> trimmed((String) v), "Member must not start or end with white space"));
    }
    if (WHOLE.contains(shapeName)) {
      rules.add(
          new Rule(v -> whole((String) v), "Member must not contain half of a surrogate pair"));
    }
    return List.copyOf(rules);
  }

  private static @Nullable Rule documented(String structure, String member, String shape) {
    boolean makesIt = structure.startsWith("Start") || structure.startsWith("Schedule");
    if (NAMES.contains(shape) || (makesIt && IDS.contains(shape))) {
      return new Rule(
          v -> name((String) v, true),
          "Member must not contain ':', '/', '|' or a control character, and must not be 'arn'");
    }
    if (makesIt && shape.equals("WorkflowId")) {
      return new Rule(
          v -> name((String) v, false),
          "Member must not contain '/', '|' or a control character, and must not be 'arn'");
    }
    return switch (shape) {
      case "DurationInSeconds", "DurationInSecondsOptional" -> {
        boolean optional = shape.endsWith("Optional");
        boolean none =
            !member.endsWith("xecutionStartToCloseTimeout") && !member.equals("startToFireTimeout");
        yield new Rule(
            v -> digits((String) v) || (none && v.equals("NONE")) || (optional && v.equals("")),
            "Member must be a whole number of seconds, 0 or more" + (none ? ", or NONE" : ""));
      }
      case "DurationInDays" ->
          new Rule(
              v -> v.equals("NONE") || days((String) v),
              "Member must be a whole number of days from 0 to 90, or NONE");
      case "TaskPriority" ->
          new Rule(
              v -> int32((String) v),
              "Member must be a whole number from -2147483648 to 2147483647");
      default -> null;
    };
  }

  private static long size(Object value) {
    return switch (value) {
      case String text -> text.length();
      case List<?> list -> list.size();
      case Number number -> number.longValue();
      default -> 0;
    };
  }

  private static boolean name(String text, boolean noColon) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '|' || (noColon && c == ':') || c < 0x20 || (c >= 0x7f && c <= 0x9f)) {
        return false;
      }
    }
    return !text.equals("arn");
  }

  private static boolean trimmed(String text) {
    return text.isEmpty()
        || (!Character.isWhitespace(text.charAt(0))
            && !Character.isWhitespace(text.charAt(text.length() - 1)));
  }

  /** Half a pair has no bytes in UTF-8, so two such names could become one. */
  private static boolean whole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean digits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean days(String text) {
    return digits(text) && text.length() <= 8 && Integer.parseInt(text) <= MAX_RETENTION_DAYS;
  }

  private static boolean int32(String text) {
    if (!digits(text.startsWith("-") ? text.substring(1) : text) || text.length() > 11) {
      return false;
    }
    long number = Long.parseLong(text);
    return number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE;
  }
}
