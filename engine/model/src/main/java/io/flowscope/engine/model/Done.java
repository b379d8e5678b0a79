package io.flowscope.engine.model;

/** The empty answer of actions that only change something. */
public record Done() {}
