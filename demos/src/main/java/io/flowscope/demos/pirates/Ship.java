package io.flowscope.demos.pirates;

/** A ship and how it was come by. */
public record Ship(String name, int guns, boolean stolen) {}
