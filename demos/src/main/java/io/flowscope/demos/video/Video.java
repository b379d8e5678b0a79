package io.flowscope.demos.video;

import java.net.URI;

/** A video at some place. */
public record Video(URI uri, String format) {}
