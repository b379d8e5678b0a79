package io.flowscope.demos.video;

/** A chapter of a video; {@code startSeconds} counts from its beginning. */
public record Chapter(int number, String title, int startSeconds) {}
