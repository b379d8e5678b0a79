package io.flowscope.demos.video;

import io.flowscope.Promise;
import java.net.URI;
import java.util.List;

/** What became of a video; it is complete when all that it promises is there. */
public record Report(
    URI video,
    Promise<Video> webm,
    Promise<Video> mpeg4,
    List<Promise<Image>> thumbnails,
    Promise<Ads> ads) {}
