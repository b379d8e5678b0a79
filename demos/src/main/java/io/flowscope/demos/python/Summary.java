package io.flowscope.demos.python;

/** Of some numbers. */
public record Summary(int count, double mean, double deviation) {}
