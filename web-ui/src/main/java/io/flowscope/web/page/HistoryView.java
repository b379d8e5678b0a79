package io.flowscope.web.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All events.
 *
 * @param events the rows of this page, in the order asked for
 * @param reverse whether the newest event stands first
 * @param type the event type that the rows are limited to, or null
 * @param event the event to point at, or null
 * @param previous query of the page before, or null
 * @param next query of the page after, or null
 */
public record HistoryView(
    List<Row> events,
    boolean reverse,
    @Nullable String type,
    @Nullable Long event,
    @Nullable String previous,
    @Nullable String next)
    implements ExecutionPage.View {

  /**
   * @param at epoch milliseconds
   * @param call identity of the call it is about, or null
   * @param text the event in words, one line
   * @param json the event as SWF gives it, indented
   */
  public record Row(
      long id, String type, long at, @Nullable String call, String text, String json) {}
}
