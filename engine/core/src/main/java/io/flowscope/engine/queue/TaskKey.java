package io.flowscope.engine.queue;

/** A task: its run and the event that scheduled it. */
public record TaskKey(String runId, long scheduledEventId) {}
