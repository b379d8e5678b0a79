package io.flowscope.engine.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The constraints of SWF's service model: what is required, how long a text may be, how many
 * elements a list may have, which values a number may have; and what SWF's documentation says of
 * durations, priorities and names.
 */
public final class Constraints {
  private static final int MAX_VALUE = 80;
  private static final Constraints SWF = new Constraints(Map.of());

  private final Map<String, Integer> maxima;
  private final Map<Class<?>, Checked> actions;

  private Constraints(Map<String, Integer> maxima) {
    this.maxima = maxima;
    this.actions = actions();
  }

  /**
   * The service model's constraints with other maxima.
   *
   * @param maxima by shape, the greatest length or value; those of the model where there is none
   */
  public static Constraints with(Map<String, Integer> maxima) {
    Map<String, Integer> others = new HashMap<>(maxima);
    others.entrySet().removeIf(one -> one.getValue() == modelled(one.getKey()));
    return others.isEmpty() ? SWF : new Constraints(Map.copyOf(others));
  }

  private static int modelled(String shape) {
    return ServiceModel.shape(shape).path("max").asInt();
  }

  /**
   * Checks a request by the service model's own constraints.
   *
   * @throws SwfFault {@code ValidationException} that names every member that breaks a constraint
   */
  public static void check(Object action) {
    SWF.require(action);
  }

  /**
   * Checks a request.
   *
   * @throws SwfFault {@code ValidationException} that names every member that breaks a constraint
   */
  public void require(Object action) {
    Checked checked = actions.get(action.getClass());
    if (checked == null) {
      throw new IllegalArgumentException("Not an action of SWF: " + action.getClass().getName());
    }
    if (checked.check(action, null)) {
      return;
    }
    Report report = new Report();
    checked.check(action, report);
    throw new SwfFault("ValidationException", report.message());
  }

  /** The message for one value that breaks one constraint. */
  static String message(String value, String path, String constraint) {
    return "1 validation error detected: " + sentence(value, path, constraint);
  }

  private static String sentence(String value, String path, String constraint) {
    return value + " at '" + path + "' failed to satisfy constraint: " + constraint;
  }

  /** A value as messages quote it. */
  static String quoted(Object value) {
    String text = value instanceof List<?> list ? "[" + list.size() + " members]" : "" + value;
    return "Value '"
        + (text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "…")
        + "'";
  }

  /** Collects what is wrong, and where. */
  private static final class Report {
    private final List<String> path = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    void add(String value, String constraint) {
      errors.add(sentence(value, String.join(".", path), constraint));
    }

    String message() {
      String count =
          errors.size() == 1 ? "1 validation error" : errors.size() + " validation errors";
      return count + " detected: " + String.join("; ", errors);
    }
  }

  /** Something that is checked; without a report, the first error ends it. */
  private interface Checked {
    boolean check(Object value, @Nullable Report report);
  }

  private record Scalar(List<Rule> rules) implements Checked {
    @Override
    public boolean check(Object value, @Nullable Report report) {
      boolean all = true;
      for (Rule rule : rules) {
        if (!rule.holds().test(value)) {
          all = false;
          if (report == null) {
            return false;
          }
          report.add(quoted(value), rule.words());
        }
      }
      return all;
    }
  }

  private record Elements(Scalar list, Checked element) implements Checked {
    @Override
    public boolean check(Object value, @Nullable Report report) {
      boolean all = list.check(value, report);
      List<?> elements = (List<?>) value;
      for (int i = 0; i < elements.size() && (all || report != null); i++) {
        if (report != null) {
          report.path.add(i + 1 + ".member");
        }
        Object member = elements.get(i);
        if (member != null) {
          all &= element.check(member, report);
        } else {
          all = false;
          if (report != null) {
            report.add("Value null", "Member must not be null");
          }
        }
        if (report != null) {
          report.path.removeLast();
        }
      }
      return all;
    }
  }

  private record Member(String name, boolean required, MethodHandle get, Checked checked) {
    Object of(Object record) {
      try {
        return (Object) get.invokeExact(record);
      } catch (Throwable e) {
        throw new IllegalStateException("Cannot read " + name, e);
      }
    }
  }

  private record Structure(Member[] members) implements Checked {
    @Override
    public boolean check(Object record, @Nullable Report report) {
      boolean all = true;
      for (Member member : members) {
        Object value = member.of(record);
        if (value == null && !member.required) {
          continue;
        }
        if (report == null) {
          if (value == null || !member.checked.check(value, null)) {
            return false;
          }
          continue;
        }
        report.path.add(member.name);
        if (value == null) {
          all = false;
          report.add("Value null", "Member must not be null");
        } else {
          all &= member.checked.check(value, report);
        }
        report.path.removeLast();
      }
      return all;
    }
  }

  /** A decision: one structure of attributes for each type. */
  private record Decisions(Map<Class<?>, Checked> types) implements Checked {
    @Override
    public boolean check(Object value, @Nullable Report report) {
      Checked attributes = types.get(value.getClass());
      if (attributes == null) {
        throw new IllegalArgumentException("Not a decision: " + value.getClass().getName());
      }
      if (report == null) {
        return attributes.check(value, null);
      }
      report.path.add(WireNames.member(((Decision) value).decisionType(), "DecisionAttributes"));
      boolean all = attributes.check(value, report);
      report.path.removeLast();
      return all;
    }
  }

  private Map<Class<?>, Checked> actions() {
    Map<Class<?>, Checked> actions = new HashMap<>();
    for (Class<?> action : Action.class.getPermittedSubclasses()) {
      JsonNode operation = ServiceModel.operations().path(action.getSimpleName());
      actions.put(action, structure(ServiceModel.shapeOf(operation.path("input")), action));
    }
    return Map.copyOf(actions);
  }

  private Structure structure(String shapeName, Class<?> record) {
    JsonNode shape = ServiceModel.shape(shapeName);
    Set<String> required = new HashSet<>();
    shape.path("required").forEach(name -> required.add(name.asText()));
    List<Member> members = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      String name = component.getName();
      JsonNode member = shape.path("members").path(name);
      if (member.isMissingNode()) {
        throw new IllegalStateException(shapeName + " has no member " + name);
      }
      Checked checked =
          checked(shapeName, name, ServiceModel.shapeOf(member), component.getGenericType());
      members.add(new Member(name, required.contains(name), getter(component), checked));
    }
    return new Structure(members.toArray(Member[]::new));
  }

  private Checked checked(String structure, String member, String shapeName, Type type) {
    if (type == Decision.class) {
      Map<Class<?>, Checked> types = new HashMap<>();
      for (Class<?> decision : Decision.class.getPermittedSubclasses()) {
        types.put(decision, structure(decision.getSimpleName() + "DecisionAttributes", decision));
      }
      return new Decisions(Map.copyOf(types));
    }
    if (type instanceof ParameterizedType list) {
      JsonNode element = ServiceModel.shape(shapeName).path("member");
      Checked of =
          checked(
              structure, member, ServiceModel.shapeOf(element), list.getActualTypeArguments()[0]);
      return new Elements(new Scalar(Rule.of(structure, member, shapeName, maxima)), of);
    }
    if (type instanceof Class<?> record && record.isRecord()) {
      return structure(shapeName, record);
    }
    return new Scalar(Rule.of(structure, member, shapeName, maxima));
  }

  private static MethodHandle getter(RecordComponent component) {
    try {
      return MethodHandles.publicLookup()
          .unreflect(component.getAccessor())
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
