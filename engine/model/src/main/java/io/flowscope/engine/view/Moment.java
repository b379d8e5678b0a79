package io.flowscope.engine.view;

/** The event that changes something: its number, and its time in epoch milliseconds. */
record Moment(long event, long at) {}
