package io.flowscope.worker.replay;

import io.flowscope.engine.model.HistoryEvent;
import java.util.List;

/** Where the decider gets the events that a polled decision task did not bring along. */
public interface HistorySource {

  /**
   * The further pages of the poll's answer, oldest event first: what follows {@code task.events()}.
   * Empty where the answer has one page.
   */
  List<HistoryEvent> rest();

  /** The whole history of the run from event 1, at least up to the task's started event. */
  List<HistoryEvent> fromStart();
}
