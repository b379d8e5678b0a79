package io.flowscope.worker.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The finish order of a set of promises: place {@code k} is the {@code k}-th of them to finish.
 * Decided only when everything that finished together is known, so a batch of events gives what the
 * same events one by one give.
 */
final class Selection implements Comparable<Selection> {
  private record Arrival(Cell<?> cell, int index) {}

  private static final Comparator<Arrival> FINISH_ORDER =
      Comparator.<Arrival>comparingLong(a -> a.cell().order()).thenComparingInt(Arrival::index);

  final Run run;
  final String id;
  private final long sequence;
  private final boolean seeThrough;
  private final @Nullable CallSite site;
  private final List<String> after;
  private final List<Cell<?>> members = new ArrayList<>();
  private final List<Place<?>> places = new ArrayList<>();
  private final PriorityQueue<Arrival> arrived = new PriorityQueue<>(FINISH_ORDER);
  private final Set<String> needs = new LinkedHashSet<>();
  private final List<Cell<?>> operands = new ArrayList<>();
  private int decided;
  private boolean complete;

  /**
   * @param seeThrough whether calls that need a place are recorded as needing the call that took it
   */
  Selection(Run run, String id, boolean seeThrough, List<String> after) {
    this.run = run;
    this.id = id;
    this.seeThrough = seeThrough;
    this.after = after;
    this.site = CallSite.here();
    this.sequence = run.nextSequence();
  }

  /** One of those that the set was made of. */
  void operand(Cell<?> cell) {
    operands.add(cell);
    needs.addAll(cell.needs());
    member(cell);
  }

  /** One more that may finish. */
  void member(Cell<?> cell) {
    int index = members.size();
    members.add(cell);
    cell.used();
    cell.passOn();
    if (cell.pending()) {
      cell.listen(
          over -> {
            arrived.add(new Arrival(over, index));
            run.dirty(this);
          });
    } else {
      arrived.add(new Arrival(cell, index));
    }
  }

  <T> Place<T> place() {
    Place<T> place = new Place<>(this);
    places.add(place);
    return place;
  }

  /** No further place will be asked for: members that can take none are of no use to this. */
  void seal() {
    complete = true;
    decide();
  }

  void decide() {
    while (decided < places.size() && !arrived.isEmpty()) {
      places.get(decided++).take(arrived.poll().cell());
    }
    if (complete && decided == places.size() && decided < members.size()) {
      complete = false;
      for (Cell<?> member : members) {
        if (member.pending() && member instanceof TimerCell timer && timer.uses() == 1) {
          timer.loseInterest();
        }
      }
    }
  }

  /** What stands for a place among the needs of a call. */
  List<String> needsOf(@Nullable Cell<?> taken) {
    return seeThrough && taken != null ? taken.needs() : List.of(id);
  }

  List<Cell<?>> operands() {
    return operands;
  }

  List<String> needs() {
    return List.copyOf(needs);
  }

  List<String> after() {
    return after;
  }

  @Nullable CallSite site() {
    return site;
  }

  @Override
  public int compareTo(Selection other) {
    return Long.compare(sequence, other.sequence);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }

  /** One place of the order. */
  static final class Place<T> extends Cell<T> {
    final Selection selection;
    private @Nullable Cell<T> taken;

    Place(Selection selection) {
      super(selection.run, selection.id);
      this.selection = selection;
    }

    @SuppressWarnings("unchecked")
    void take(Cell<?> cell) {
      taken = (Cell<T>) cell;
      if (observed()) {
        cell.observe();
      }
      if (cell.failure() != null) {
        fail(cell.failure(), cell.order());
      } else {
        succeed(cell.order());
      }
    }

    private Cell<T> taken() {
      if (taken == null) {
        throw new IllegalStateException(id + " is not decided");
      }
      return taken;
    }

    @Override
    List<String> needs() {
      return selection.needsOf(taken);
    }

    @Override
    @Nullable T value() {
      return taken().value();
    }

    @Override
    Filling content() {
      return taken().content();
    }

    @Override
    void observe() {
      super.observe();
      if (taken != null) {
        taken.observe();
      }
    }
  }
}
