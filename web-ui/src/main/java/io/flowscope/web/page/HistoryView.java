package io.flowscope.web.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The history of one execution.
 *
 * @param events those that pass the filter, of the page shown, in the order asked for
 * @param total all events of the history
 * @param types the event types that occur, each once, with how often
 * @param nextFrom the event id that the page after this one starts at, or null
 * @param selected the event of the permalink ({@code &event=}), or null
 */
public record HistoryView(
    List<Event> events,
    long total,
    List<TypeCount> types,
    Query query,
    @Nullable Long nextFrom,
    @Nullable Long selected)
    implements ExecutionPage.View {

  /**
   * What the address asks for.
   *
   * @param newestFirst {@code &order=newest}
   * @param type {@code &type=}, empty for all
   * @param search {@code &q=}: text within the event's JSON, in any case; empty for all
   * @param mode {@code &show=}
   */
  public record Query(boolean newestFirst, String type, String search, Mode mode) {
    /** All events, oldest first. */
    public static final Query ALL = new Query(false, "", "", Mode.EVENTS);
  }

  /** How events are shown. */
  public enum Mode {
    EVENTS,
    /** Grouped by the call they are about: {@code show=calls}. */
    CALLS,
    /** As SWF's JSON: {@code show=json}. */
    JSON
  }

  /**
   * @param at epoch milliseconds
   * @param type {@code ActivityTaskScheduled}
   * @param call identity of the call it is about, or null
   * @param round the round that it led to or that it belongs to, or null
   * @param json the event as SWF's GetWorkflowExecutionHistory gives it. Values longer than 4 kB
   *     are cut on the page; the whole is at the execution's address, then {@code
   *     /events/{id}.json}
   */
  public record Event(
      long id, long at, String type, @Nullable String call, @Nullable Integer round, String json) {}

  /** How often a type occurs. */
  public record TypeCount(String type, long count) {}
}
