package io.flowscope.demos.video;

import java.util.List;

/** The tags that advertisements are chosen by. */
public record Ads(List<String> tags) {}
