package io.flowscope.worker.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is ready to be decided. Within one round in order of creation; what limits held back in
 * earlier rounds comes first.
 */
final class Outbox {
  /** The timer that brings the next decision when not everything fitted into one answer. */
  static final String MORE = "flowscope.more";

  /** An intent and its place in the queue. */
  record Queued(long place, Intent intent) {}

  private final List<Intent> fresh = new ArrayList<>();
  private final Map<Intent.Kind, LinkedHashMap<String, Queued>> queues =
      new EnumMap<>(Intent.Kind.class);
  private final Map<String, Intent> refused = new LinkedHashMap<>();
  private final Map<String, Intent> answered = new LinkedHashMap<>();
  private final Map<Intent.Kind, Integer> open = new EnumMap<>(Intent.Kind.class);
  private final MarkerKeys markers = new MarkerKeys();
  private long places;
  private long front;
  private boolean moreOpen;

  Outbox() {
    for (Intent.Kind kind : Intent.Kind.values()) {
      queues.put(kind, new LinkedHashMap<>());
    }
  }

  void add(Intent intent) {
    fresh.add(intent);
  }

  /** Takes back what no answer has held yet; whether there was anything. */
  boolean withdraw(String key) {
    boolean any = fresh.removeIf(intent -> intent.key().equals(key));
    for (Map<String, Queued> queue : queues.values()) {
      any |= queue.remove(key) != null;
    }
    any |= refused.remove(key) != null;
    return any;
  }

  /** The key of the next marker of this name. */
  String nextMarker(String name) {
    return markers.next(name);
  }

  void endRound() {
    fresh.sort(Comparator.comparingLong(Intent::sequence));
    fresh.forEach(this::enqueue);
    fresh.clear();
  }

  private void enqueue(Intent intent) {
    queues.get(intent.kind()).put(intent.key(), new Queued(++places, intent));
  }

  /** What waits of one kind, first come first. */
  Iterator<Queued> waiting(Intent.Kind kind) {
    return queues.get(kind).values().iterator();
  }

  /** The first call that waits and is not among {@code keys}. */
  @Nullable Intent firstNotIn(Set<String> keys) {
    return queues.values().stream()
        .flatMap(queue -> queue.values().stream())
        .filter(queued -> queued.intent().call() != null && !keys.contains(queued.intent().key()))
        .min(Comparator.comparingLong(Queued::place))
        .map(Queued::intent)
        .orElse(null);
  }

  /** An answer held this intent, or the history says so; null where nothing of that name waits. */
  @Nullable Intent take(String key) {
    Intent intent = refused.remove(key);
    for (Map<String, Queued> queue : queues.values()) {
      Queued queued = queue.remove(key);
      intent = queued != null ? queued.intent() : intent;
    }
    if (intent != null) {
      taken(intent);
    }
    return intent;
  }

  /** An answer holds this intent, which its queue has already given away. */
  void taken(Intent intent) {
    answered.put(intent.key(), intent);
    if (intent.call() != null) {
      intent.call().sent();
    }
  }

  /** The history has the event of an answered intent; null where none was answered. */
  @Nullable Intent confirm(String key) {
    return answered.remove(key);
  }

  /** Whether the history must still show the event of something answered. */
  boolean unconfirmed() {
    return !answered.isEmpty();
  }

  /** A limit refused it: it goes on after the next timer {@value #MORE}. */
  void refuse(Intent intent) {
    refused.put(intent.key(), intent);
  }

  boolean hasRefused() {
    return !refused.isEmpty();
  }

  void opened(Intent.Kind kind) {
    open.merge(kind, 1, Integer::sum);
  }

  void closed(Intent.Kind kind) {
    open.merge(kind, -1, Integer::sum);
  }

  int open(Intent.Kind kind) {
    return open.getOrDefault(kind, 0);
  }

  boolean moreOpen() {
    return moreOpen;
  }

  void moreStarted() {
    moreOpen = true;
  }

  void moreFired() {
    moreOpen = false;
    // They were in front of what waits now, and go there again.
    List<Intent> again = new ArrayList<>(refused.values());
    refused.clear();
    for (int i = again.size() - 1; i >= 0; i--) {
      Intent intent = again.get(i);
      queues.get(intent.kind()).putFirst(intent.key(), new Queued(--front, intent));
    }
  }
}
