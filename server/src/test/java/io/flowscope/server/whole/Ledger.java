package io.flowscope.server.whole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What clients asked and were answered: the truth that the stored histories are held to. */
final class Ledger implements Consumer<Note> {
  private final Map<Note.Key, Note> notes = new LinkedHashMap<>();
  private final Map<String, List<Note.Key>> byWorkflow = new LinkedHashMap<>();
  private long answered;

  /** Takes a note over; an answer stays an answer, whatever is said when it is asked again. */
  @Override
  public synchronized void accept(Note note) {
    Note before = notes.get(note.key());
    if (before != null && before.state() == Note.State.ANSWERED) {
      return;
    }
    notes.put(note.key(), note);
    if (before == null) {
      byWorkflow.computeIfAbsent(note.workflowId(), id -> new ArrayList<>()).add(note.key());
    }
    if (note.state() == Note.State.ANSWERED) {
      answered++;
      notifyAll();
    }
  }

  /**
   * Waits until so many calls were answered.
   *
   * @throws AssertionError when that takes longer than a minute
   */
  synchronized void awaitAnswered(long count) {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    try {
      while (answered < count) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("Only " + answered + " of " + count + " calls were answered");
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How many calls that change something were answered. */
  synchronized long answered() {
    return answered;
  }

  synchronized List<Note> all() {
    return List.copyOf(notes.values());
  }

  synchronized List<Note> of(Note.State state) {
    return notes.values().stream().filter(note -> note.state() == state).toList();
  }

  synchronized List<String> workflowIds() {
    return List.copyOf(byWorkflow.keySet());
  }

  /** The notes about one workflow id, of one kind. */
  synchronized List<Note> of(String workflowId, Note.Kind kind) {
    return byWorkflow.getOrDefault(workflowId, List.of()).stream()
        .filter(key -> key.kind() == kind)
        .map(notes::get)
        .toList();
  }

  /** Notes of tasks: those that have a token. */
  synchronized Stream<Note> tasks() {
    return List.copyOf(notes.values()).stream().filter(note -> !note.token().isEmpty());
  }
}
