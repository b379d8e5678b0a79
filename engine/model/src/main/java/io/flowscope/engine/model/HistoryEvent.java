package io.flowscope.engine.model;

import java.time.Instant;

/**
 * One entry of a history.
 *
 * @param eventId from 1, without a gap
 * @param eventTimestamp millisecond precision; never before that of the event before
 */
public record HistoryEvent(Instant eventTimestamp, long eventId, Event event) {}
