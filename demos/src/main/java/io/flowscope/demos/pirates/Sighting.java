package io.flowscope.demos.pirates;

/** Somebody saw a ship. */
public record Sighting(String ship, String harbour) {}
