package io.flowscope.engine.sim;

import io.flowscope.engine.model.Decision;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.HistoryEvent;
import io.flowscope.engine.model.WorkflowExecutionTerminatedCause;
import io.flowscope.engine.store.Batch;
import io.flowscope.engine.store.Lease;
import io.flowscope.engine.store.RegistryRow;
import io.flowscope.engine.store.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What lies on the disk, folded batch by batch as it was written, apart from the engine. Refuses at
 * once what no engine may write.
 */
final class Truth {
  private static final Pattern DAYS =
      Pattern.compile("\"workflowExecutionRetentionPeriodInDays\":\"([^\"]*)\"");

  /** Where only one run may be open. */
  record Place(String domain, String workflowId) {}

  /** What is registered. */
  record Entry(RegistryRow.Kind kind, String domain, String name, String version) {}

  private final Map<String, Fold> byRunId = new LinkedHashMap<>();
  private final Map<Long, Fold> byNumber = new HashMap<>();
  private final Map<Place, Fold> open = new LinkedHashMap<>();
  private final Map<String, Lease> leases = new LinkedHashMap<>();
  private final Map<Entry, String> registry = new LinkedHashMap<>();
  private final Map<String, Integer> marks = new HashMap<>();
  private final Set<String> lost;
  private final Ledger ledger;
  private Tally tally;
  private Trace trace;
  private int batches;
  private final HandingOut order = new HandingOut();
  private final DecisionRates rates;

  /**
   * @param lost workers that were reported gone; grows while the simulation runs
   * @param tally counts the events
   * @param limits what decisions are counted against
   */
  Truth(Set<String> lost, Ledger ledger, Tally tally, Trace trace, Map<String, String> limits) {
    this.rates = new DecisionRates(limits);
    this.lost = lost;
    this.ledger = ledger;
    this.tally = tally;
    this.trace = trace;
  }

  /** Counts and tells elsewhere from now on. */
  void counting(Tally newTally, Trace newTrace) {
    tally = newTally;
    trace = newTrace;
  }

  /** Adds a batch that was written when the clock showed {@code clock}. */
  void add(Batch batch, Instant clock) {
    batches++;
    for (RunRow row : batch.started()) {
      begin(row);
    }
    Set<Fold> changed = new LinkedHashSet<>();
    List<Written> written = new ArrayList<>();
    for (Batch.Appended one : batch.events()) {
      Fold fold = byNumber.get(one.run());
      Violation.unless(fold != null, "I2", "an event of no run: ", one);
      written.add(add(fold, one.event(), clock));
      changed.add(fold);
    }
    for (RegistryRow row : batch.registry()) {
      Entry entry = new Entry(row.kind(), row.domain(), row.name(), row.version());
      if (row.body() == null) {
        registry.remove(entry);
      } else {
        registry.put(entry, row.body());
      }
    }
    leases(batch);
    for (RunRow row : batch.closed()) {
      Fold fold = byNumber.get(row.number());
      Violation.unless(!fold.isOpen(), "I5", fold.name(), " is listed as closed but is open");
    }
    changed.forEach(this::settled);
    written.forEach(this::decided);
    new AcrossRuns(this, written).check();
    trace.say("  batch %d written at %s", batches, clock);
  }

  /** An event and its run. */
  record Written(Fold fold, HistoryEvent happened) {}

  private void begin(RunRow row) {
    Fold fold = new Fold(row.domain(), row.execution(), row.number());
    fold.startedIn = batches;
    Violation.unless(
        byNumber.put(row.number(), fold) == null, "I3", "two runs have number ", row.number());
    Violation.unless(
        byRunId.put(row.execution().runId(), fold) == null, "I7", "two runs are ", fold.name());
  }

  private Written add(Fold fold, HistoryEvent happened, Instant clock) {
    FoldRules.add(fold, happened, lost);
    tally.count("tasks that others had to wait for", order.happened(fold, happened) ? 1 : 0);
    if (rates.decided(fold.domain, happened.event(), clock)) {
      tally.count("decisions beyond their rate");
    }
    trace.say("  %s %s", fold.name(), happened);
    tally.count("event " + happened.event().eventType());
    Marks.of(fold, happened.event()).ifPresent(mark -> marks.merge(mark, 1, Integer::sum));
    Place place = new Place(fold.domain, fold.execution.workflowId());
    if (happened.eventId() == 1) {
      Fold before = open.put(place, fold);
      Violation.unless(before == null, "I7", place, " has two open runs");
    }
    if (!fold.isOpen()) {
      fold.closedIn = batches;
      open.remove(place, fold);
    }
    return new Written(fold, happened);
  }

  private void leases(Batch batch) {
    batch
        .leases()
        .forEach(
            (token, change) -> {
              if (change.lease() == null) {
                leases.remove(token);
              } else {
                leases.put(token, change.lease());
              }
            });
  }

  /** An engine has taken over what is here. */
  void loaded() {
    rates.forget();
  }

  /** A run is not kept any more. */
  void delete(long number) {
    Fold fold = byNumber.get(number);
    Violation.unless(fold != null, "I1", "deleted is run ", number, ", which there never was");
    Violation.unless(!fold.isOpen(), "I1", fold.name(), " is deleted but open");
    Violation.unless(!fold.deleted, "I1", fold.name(), " is deleted twice");
    fold.deleted = true;
    tally.count("deleted");
    trace.say("  %s is deleted", fold.name());
  }

  /** Until when closed runs of a domain are not kept. */
  Instant kept(String domain, Instant now) {
    Matcher days =
        DAYS.matcher(registry.get(new Entry(RegistryRow.Kind.DOMAIN, domain, domain, "")));
    Violation.unless(days.find(), "I1", domain, " does not say what it keeps");
    long kept = days.group(1).equals("NONE") ? 0 : Long.parseLong(days.group(1));
    return now.minus(Duration.ofDays(kept));
  }

  /** What must hold of a run after every batch. */
  private void settled(Fold fold) {
    Violation.unless(fold.lastId() >= 2, "I3", fold.name(), " has begun without a decision task");
    if (fold.isOpen()) {
      Violation.unless(
          fold.decision != null || !fold.unseen, "I4", fold.name(), " waits for no decision task");
    }
  }

  private void decided(Written one) {
    if (one.happened().event() instanceof Event.DecisionTaskCompleted e) {
      List<Decision> decisions = ledger.decisions(e.executionContext());
      Violation.unless(decisions != null, "I2", one.fold().name(), ": nobody decided ", e);
      DecisionRules.check(one.fold(), one.happened(), decisions);
    }
  }

  /** Each task in a worker's hands has one token, and each token one task. */
  void checkLeases() {
    Set<String> held = new LinkedHashSet<>();
    for (Lease lease : leases.values()) {
      Fold fold = byRunId.get(lease.task().runId());
      Fold.Task task = fold == null ? null : fold.task(lease.task().scheduledEventId());
      Violation.unless(
          task != null && task.started == lease.attempt(), "I6", "a token for no task: ", lease);
      Violation.unless(
          held.add(lease.task().runId() + ' ' + task.scheduled), "I6", "a second token: ", lease);
    }
    for (Fold fold : open.values()) {
      for (Fold.Task task : tasks(fold)) {
        Violation.unless(
            !task.isStarted() || held.contains(fold.execution.runId() + ' ' + task.scheduled),
            "I6",
            fold.name(),
            " task ",
            task.scheduled,
            " was started but has no token");
      }
    }
  }

  /** The open tasks of a run. */
  static List<Fold.Task> tasks(Fold fold) {
    List<Fold.Task> all = new ArrayList<>(fold.activities.values());
    if (fold.decision != null) {
      all.add(fold.decision);
    }
    return all;
  }

  Optional<Lease> lease(String token) {
    return Optional.ofNullable(leases.get(token));
  }

  /** The first time at which something must happen by itself. */
  Optional<Instant> deadline() {
    Optional<Instant> first = Optional.empty();
    for (Fold fold : open.values()) {
      first = Fold.earlier(first, fold.deadline());
    }
    for (Lease lease : leases.values()) {
      Fold.Task task = byRunId.get(lease.task().runId()).task(lease.task().scheduledEventId());
      Instant heard = lease.heartbeatAt() == null ? lease.startedAt() : lease.heartbeatAt();
      first = Fold.earlier(first, Fold.after(heard, task.heartbeat));
    }
    return first;
  }

  /** How many events bear this mark. */
  int count(String mark) {
    return marks.getOrDefault(mark, 0);
  }

  /** Whether the event with this mark was followed by the end of its run, for its length. */
  boolean cutShort(String mark) {
    return byRunId.values().stream()
        .filter(run -> !run.isOpen() && run.lastId() > 1)
        .filter(
            run ->
                run.closing.event() instanceof Event.WorkflowExecutionTerminated e
                    && e.cause() == WorkflowExecutionTerminatedCause.EVENT_LIMIT_EXCEEDED)
        .anyMatch(
            run ->
                Marks.of(run, run.event(run.lastId() - 1).event())
                    .filter(mark::equals)
                    .isPresent());
  }

  Map<String, Integer> marks() {
    return marks;
  }

  Collection<Fold> runs() {
    return byRunId.values();
  }

  /** Those that were not deleted. */
  List<Fold> kept() {
    return byRunId.values().stream().filter(run -> !run.deleted).toList();
  }

  Collection<Fold> open() {
    return open.values();
  }

  @Nullable Fold run(String runId) {
    return byRunId.get(runId);
  }

  @Nullable Fold open(String domain, String workflowId) {
    return open.get(new Place(domain, workflowId));
  }

  Map<Entry, String> registry() {
    return registry;
  }

  int batches() {
    return batches;
  }
}
