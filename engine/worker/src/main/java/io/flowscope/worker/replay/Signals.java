package io.flowscope.worker.replay;

import io.flowscope.TaskFailed;
import io.flowscope.worker.ValueException;
import io.flowscope.worker.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A queue for each name of signal. */
final class Signals {
  /** Sent by the server so that a stopped run is looked at again; no author code sees it. */
  static final String WAKE = "flowscope.wake";

  /**
   * Sent by the server so that a run goes on with another jar, whose task list is the signal's
   * value; no author code sees it.
   */
  static final String MOVE = "flowscope.move";

  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9_-]");

  /** A signal that came and was not taken yet. */
  record Arrived(String name, @Nullable String input) {}

  private record Entry(@Nullable String input, long order) {}

  /** As what, and where first, the code asked for a signal. */
  private record Asked(Class<?> type, @Nullable CallSite site) {}

  private final Run run;
  private final Map<String, Deque<Entry>> arrived = new LinkedHashMap<>();
  private final Map<String, Asked> asked = new HashMap<>();
  private final Map<String, Head<?>> heads = new LinkedHashMap<>();

  Signals(Run run) {
    this.run = run;
  }

  void arrive(String name, @Nullable String input) {
    if (name.equals(WAKE) || name.equals(MOVE)) {
      return;
    }
    Entry entry = new Entry(input, run.nextFinish());
    Head<?> head = heads.get(name);
    if (head != null && head.pending()) {
      head.take(entry);
    } else {
      arrived.computeIfAbsent(name, n -> new ArrayDeque<>()).add(entry);
    }
  }

  @SuppressWarnings("unchecked")
  <T> Head<T> head(Branch branch, String name, Class<T> type) {
    CallSite here = CallSite.here();
    Asked before = asked.putIfAbsent(name, new Asked(type, here));
    if (before != null && before.type() != type) {
      throw new IllegalArgumentException(
          "The signal \""
              + name
              + "\" is asked for as "
              + type.getSimpleName()
              + at(here)
              + ", but as "
              + before.type().getSimpleName()
              + at(before.site())
              + ". Give one of them another name: one name has one type in a run.");
    }
    Head<?> head = heads.get(name);
    if (head == null) {
      String id = branch.next("Flow.signal." + UNSAFE.matcher(name).replaceAll("_"));
      head = new Head<>(run, id, name, type, branch.after());
      heads.put(name, head);
      Deque<Entry> waiting = arrived.get(name);
      if (waiting != null && !waiting.isEmpty()) {
        head.take(waiting.poll());
      }
    }
    return (Head<T>) head;
  }

  private static String at(@Nullable CallSite site) {
    return site == null ? "" : " at " + site.at();
  }

  private void consume(Head<?> head) {
    heads.remove(head.name, head);
  }

  /** The signals that nobody has taken, for the run that goes on from here. */
  List<Arrived> unconsumed() {
    List<Arrived> all = new ArrayList<>();
    heads.forEach(
        (name, head) -> {
          if (head.entry != null) {
            all.add(new Arrived(name, head.entry.input()));
          }
        });
    arrived.forEach(
        (name, entries) -> entries.forEach(entry -> all.add(new Arrived(name, entry.input()))));
    return all;
  }

  /** The head of one queue. */
  static final class Head<T> extends Cell<T> {
    final String name;
    final List<String> after;
    final @Nullable CallSite site = CallSite.here();
    private final Class<T> type;
    private @Nullable Entry entry;
    private @Nullable Filling content;
    private boolean wanted;

    Head(Run run, String id, String name, Class<T> type, List<String> after) {
      super(run, id);
      this.name = name;
      this.type = type;
      this.after = after;
    }

    private void take(Entry next) {
      entry = next;
      succeed(next.order());
      if (wanted) {
        run.signals.consume(this);
      }
    }

    @Override
    void passOn() {}

    @Override
    void observe() {
      super.observe();
      wanted = true;
      if (entry != null) {
        run.signals.consume(this);
      }
    }

    @Override
    @SuppressWarnings("unchecked")
    @Nullable T value() {
      if (type == Void.class || type == void.class) {
        return null;
      }
      try {
        return (T) Values.read(run.expand(content().text()), type, "signal " + name);
      } catch (ValueException e) {
        throw new TaskFailed(id, e.getMessage(), null);
      }
    }

    /** A signal sent as plain text, for instance from a command line, is a string. */
    @Override
    Filling content() {
      if (content == null) {
        String input = entry == null ? null : entry.input();
        content = Filling.full(input == null || input.isBlank() ? "null" : json(input));
      }
      return content;
    }

    private String json(String input) {
      return Values.isJson(input) ? input : Values.write(input, "signal " + name);
    }
  }
}
