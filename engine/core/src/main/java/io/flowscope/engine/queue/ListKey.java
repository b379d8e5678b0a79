package io.flowscope.engine.queue;

/** A task list. */
public record ListKey(String domain, TaskKind kind, String name) {}
