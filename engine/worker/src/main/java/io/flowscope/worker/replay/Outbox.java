package io.flowscope.worker.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is ready to be decided. Within one round in order of creation; what limits held back in
 * earlier rounds comes first. What passes the same limits waits in one lane, so that a limit that
 * is reached costs the same however many calls it holds back.
 */
final class Outbox {
  /**
   * The timer that brings the next decision when not everything fitted into one answer; with a dot
   * and its time behind it when a rate holds calls back until then.
   */
  static final String MORE = "flowscope.more";

  private record Place(NavigableMap<Long, Intent> lane, long number, Intent intent) {}

  private final List<Intent> fresh = new ArrayList<>();
  private final Map<List<Gate>, NavigableMap<Long, Intent>> lanes = new HashMap<>();
  private final Map<String, Place> waiting = new HashMap<>();
  private final Map<String, Intent> refused = new LinkedHashMap<>();
  private final Map<String, Intent> answered = new LinkedHashMap<>();
  private final Map<String, Long> more = new HashMap<>();
  private final MarkerKeys markers = new MarkerKeys();
  private long last;
  private long front;

  void add(Intent intent) {
    fresh.add(intent);
  }

  /** Takes back what no answer has held yet; whether there was anything. */
  boolean withdraw(String key) {
    boolean any = fresh.removeIf(intent -> intent.key().equals(key));
    any |= leaveQueue(key) != null;
    any |= refused.remove(key) != null;
    return any;
  }

  private @Nullable Intent leaveQueue(String key) {
    Place place = waiting.remove(key);
    if (place == null) {
      return null;
    }
    place.lane().remove(place.number());
    return place.intent();
  }

  /** The key of the next marker of this name. */
  String nextMarker(String name) {
    return markers.next(name);
  }

  void endRound() {
    fresh.sort(Comparator.comparingLong(Intent::sequence));
    fresh.forEach(intent -> enqueue(intent, ++last));
    fresh.clear();
  }

  private void enqueue(Intent intent, long number) {
    NavigableMap<Long, Intent> lane =
        lanes.computeIfAbsent(intent.gates(), gates -> new TreeMap<>());
    lane.put(number, intent);
    waiting.put(intent.key(), new Place(lane, number, intent));
  }

  /** What waits, by place; each lane has other limits. */
  Collection<NavigableMap<Long, Intent>> lanes() {
    return lanes.values();
  }

  /** The first call that waits and is not among {@code keys}. */
  @Nullable Intent firstNotIn(Set<String> keys) {
    return waiting.values().stream()
        .filter(place -> place.intent().call() != null)
        .filter(place -> !keys.contains(place.intent().key()))
        .min(Comparator.comparingLong(Place::number))
        .map(Place::intent)
        .orElse(null);
  }

  /** Whether something of that name waits. */
  boolean waits(String key) {
    return waiting.containsKey(key);
  }

  /** All calls that wait and are not among {@code keys}, first come first. */
  List<Intent> notIn(Set<String> keys) {
    return waiting.values().stream()
        .filter(place -> place.intent().call() != null)
        .filter(place -> !keys.contains(place.intent().key()))
        .sorted(Comparator.comparingLong(Place::number))
        .map(Place::intent)
        .toList();
  }

  /** An answer holds this intent, or the history says so; null where nothing of that name waits. */
  @Nullable Intent take(String key, Instant now) {
    Intent queued = leaveQueue(key);
    Intent intent = queued == null ? refused.remove(key) : queued;
    if (intent != null) {
      answered.put(key, intent);
      intent.gates().forEach(gate -> gate.enter(now));
      if (intent.call() != null) {
        intent.call().sent();
      }
    }
    return intent;
  }

  /** The history has the event of an answered intent; null where none was answered. */
  @Nullable Intent confirm(String key) {
    return answered.remove(key);
  }

  /** Whether the history must still show the event of something answered. */
  boolean unconfirmed() {
    return !answered.isEmpty();
  }

  /** What an answer held has ended, or was refused. */
  void over(Intent intent) {
    intent.gates().forEach(Gate::leave);
  }

  /** A limit refused it: it goes on after the next timer {@value #MORE}. */
  void refuse(Intent intent) {
    refused.put(intent.key(), intent);
  }

  boolean hasRefused() {
    return !refused.isEmpty();
  }

  // --- what brings the next decision

  static boolean isMore(String timerId) {
    return timerId.startsWith(MORE)
        && (timerId.length() == MORE.length() || timerId.charAt(MORE.length()) == '.');
  }

  /** Whether the timer for what did not fit into an answer is open. */
  boolean moreOpen() {
    return more.containsKey(MORE);
  }

  /** Whether a timer for what rates hold back fires at {@code second} or before. */
  boolean moreBy(long second) {
    return more.values().stream().anyMatch(due -> due <= second);
  }

  void moreStarted(String timerId) {
    more.put(
        timerId,
        timerId.equals(MORE)
            ? Long.MAX_VALUE
            : Long.parseLong(timerId.substring(MORE.length() + 1)));
  }

  void moreFired(String timerId) {
    more.remove(timerId);
    // They were in front of what waits now, and go there again.
    List<Intent> again = new ArrayList<>(refused.values());
    refused.clear();
    for (Intent intent : again.reversed()) {
      enqueue(intent, --front);
    }
  }
}
