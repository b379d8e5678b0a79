package io.flowscope.engine.decide;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the engine refuses to exceed. The defaults are Amazon SWF's quotas; each has a configuration
 * key {@code limits.<name of the component>}, for instance {@code limits.domains}.
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
 * @param pageSize the largest page of any list
 * @param tags tags per execution
 * @param domainTags tags per domain
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
    int pageSize,
    int tags,
    int domainTags) {

  /** SWF's own. */
  public static final Limits SWF =
      new Limits(
          100, 10_000, 10_000, 100_000, 25_000, 1_000, 1_000, 1_000, 1_000, 60, 1_000, 5, 50);

  private static final String PREFIX = "limits.";
  private static final Set<String> KEYS =
      Set.of(
          "domains",
          "workflowTypes",
          "activityTypes",
          "openExecutions",
          "events",
          "openActivities",
          "openTimers",
          "openChildren",
          "pollers",
          "pollSeconds",
          "pageSize",
          "tags",
          "domainTags");

  /**
   * SWF's limits, changed by those keys of {@code settings} that begin with {@code limits.}; other
   * keys are left to others.
   *
   * @throws IllegalArgumentException when a key is unknown or a value is no positive whole number
   */
  public static Limits of(Map<String, String> settings) {
    settings.keySet().stream()
        .filter(key -> key.startsWith(PREFIX) && !key.startsWith("limits.rate."))
        .filter(key -> !KEYS.contains(key.substring(PREFIX.length())))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  "There is no setting " + key + ". Known are limits. with " + new TreeSet<>(KEYS));
            });
    return new Limits(
        value(settings, "domains", SWF.domains),
        value(settings, "workflowTypes", SWF.workflowTypes),
        value(settings, "activityTypes", SWF.activityTypes),
        value(settings, "openExecutions", SWF.openExecutions),
        value(settings, "events", SWF.events),
        value(settings, "openActivities", SWF.openActivities),
        value(settings, "openTimers", SWF.openTimers),
        value(settings, "openChildren", SWF.openChildren),
        value(settings, "pollers", SWF.pollers),
        value(settings, "pollSeconds", SWF.pollSeconds),
        value(settings, "pageSize", SWF.pageSize),
        value(settings, "tags", SWF.tags),
        value(settings, "domainTags", SWF.domainTags));
  }

  private static int value(Map<String, String> settings, String name, int otherwise) {
    String text = settings.get(PREFIX + name);
    if (text == null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text.strip());
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one sentence for both.
    }
    throw new IllegalArgumentException(
        PREFIX + name + " must be a whole number above 0, but is '" + text + "'.");
  }
}
