package io.flowscope.engine.decide;

import io.flowscope.engine.model.HistoryEvent;
import java.util.List;

/**
 * What a command comes to.
 *
 * @param events what happened, in order; empty when the command has nothing to act on any more
 * @param after the state with these events
 */
public record Outcome(List<HistoryEvent> events, ExecutionState after) {}
