package io.flowscope.engine.decide;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Decision;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the engine refuses to exceed. The defaults are Amazon SWF's quotas; each count has a
 * configuration key {@code limits.<name of the component>}, for instance {@code limits.domains}.
 * Rates are unlimited unless {@code limits.rate.<action>} says how many calls a second are taken
 * altogether, or {@code limits.rate.<type of decision>} how many decisions a second each domain
 * has, for instance {@code limits.rate.StartTimer}.
 *
 * @param domains domains, registered and deprecated
 * @param workflowTypes workflow types per domain, deprecated ones too
 * @param activityTypes activity types per domain, deprecated ones too
 * @param openExecutions open executions per domain
 * @param events events of one history; an execution that reaches it is terminated
 * @param openActivities open activity tasks per execution
 * @param openTimers open timers per execution
 * @param openChildren open child executions per execution
 * @param pollers waiting polls per task list
 * @param pollSeconds how long a poll waits for work, in seconds
 * @param executionSeconds how long an execution may be open whatever its timeout says, in seconds
 * @param pageSize the largest page of any list
 * @param counted how far executions and waiting tasks are counted before a count is truncated
 * @param tags tags per execution
 * @param tagLength characters of a tag of an execution
 * @param domainTags tags per domain
 * @param dataLength characters of an input, a result, details, a control or an execution context
 * @param heartbeatLength characters of a heartbeat's details
 * @param reasonLength characters of a reason
 * @param idLength characters of an activity's, a timer's or a workflow's id
 * @param nameLength characters of the name of a type, a task list, a signal or a marker
 * @param rates by action or type of decision, how many a second; unlimited where there is none
 */
public record Limits(
    int domains,
    int workflowTypes,
    int activityTypes,
    int openExecutions,
    int events,
    int openActivities,
    int openTimers,
    int openChildren,
    int pollers,
    int pollSeconds,
    int executionSeconds,
    int pageSize,
    int counted,
    int tags,
    int tagLength,
    int domainTags,
    int dataLength,
    int heartbeatLength,
    int reasonLength,
    int idLength,
    int nameLength,
    Map<String, Integer> rates) {

  private static final int YEAR = 365 * 24 * 60 * 60;

  /** SWF's own. */
  public static final Limits SWF =
      new Limits(
          100, 10_000, 10_000, 100_000, 25_000, 1_000, 1_000, 1_000, 1_000, 60, YEAR, 1_000,
          100_000, 5, 256, 50, 32_768, 2_048, 256, 256, 256, Map.of());

  private static final String PREFIX = "limits.";
  private static final String RATE = "rate.";

  /**
   * SWF's limits, changed by those keys of {@code settings} that begin with {@code limits.}; other
   * keys are left to others.
   *
   * @throws IllegalArgumentException when a key is unknown or a value is no positive whole number
   */
  public static Limits of(Map<String, String> settings) {
    RecordComponent[] parts = Limits.class.getRecordComponents();
    Set<String> counts =
        Arrays.stream(parts)
            .filter(part -> part.getType() == int.class)
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, Integer> rates = new HashMap<>();
    for (String key : settings.keySet()) {
      if (!key.startsWith(PREFIX)) {
        continue;
      }
      String name = key.substring(PREFIX.length());
      if (name.startsWith(RATE) && isCalled(name.substring(RATE.length()))) {
        rates.put(name.substring(RATE.length()), value(settings, key).orElseThrow());
      } else if (!counts.contains(name)) {
        throw new IllegalArgumentException(
            "There is no setting "
                + key
                + ". Known are limits. with "
                + counts
                + " and limits.rate. with an action or a type of decision.");
      }
    }
    try {
      Object[] values = new Object[parts.length];
      Class<?>[] types = new Class<?>[parts.length];
      for (int i = 0; i < parts.length; i++) {
        types[i] = parts[i].getType();
        values[i] =
            types[i] == int.class
                ? value(settings, PREFIX + parts[i].getName())
                    .orElse((Integer) parts[i].getAccessor().invoke(SWF))
                : Map.copyOf(rates);
      }
      return Limits.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isCalled(String name) {
    return Stream.of(Action.class, Decision.class)
        .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
        .anyMatch(type -> type.getSimpleName().equals(name));
  }

  private static Optional<Integer> value(Map<String, String> settings, String key) {
    String text = settings.get(key);
    if (text == null) {
      return Optional.empty();
    }
    try {
      int value = Integer.parseInt(text.strip());
      if (value > 0) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      // Falls through to the one sentence for both.
    }
    throw new IllegalArgumentException(
        key + " must be a whole number above 0, but is '" + text + "'.");
  }

  /** The greatest lengths and values of those shapes of the service model that can be set. */
  public Map<String, Integer> maxima() {
    return Map.ofEntries(
        Map.entry("PageSize", pageSize),
        Map.entry("TagList", tags),
        Map.entry("Tag", tagLength),
        Map.entry("Data", dataLength),
        Map.entry("FunctionInput", dataLength),
        Map.entry("LimitedData", heartbeatLength),
        Map.entry("FailureReason", reasonLength),
        Map.entry("TerminateReason", reasonLength),
        Map.entry("ActivityId", idLength),
        Map.entry("TimerId", idLength),
        Map.entry("WorkflowId", idLength),
        Map.entry("Name", nameLength),
        Map.entry("SignalName", nameLength),
        Map.entry("MarkerName", nameLength));
  }
}
