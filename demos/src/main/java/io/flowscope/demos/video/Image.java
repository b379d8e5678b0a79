package io.flowscope.demos.video;

import java.net.URI;

/** A picture at some place. */
public record Image(URI uri) {}
