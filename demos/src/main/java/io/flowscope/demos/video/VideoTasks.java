package io.flowscope.demos.video;

import io.flowscope.Promise;
import java.net.URI;
import java.util.List;

/** What a workflow can have done to a video. */
public interface VideoTasks {
  /** The video with the subtitle burnt in. */
  Promise<Video> embedSubtitle(URI video, URI subtitle);

  /** The video in another format. */
  Promise<Video> encode(Promise<Video> video, Format format);

  /** Where the chapters of the video begin. */
  Promise<List<Chapter>> findChapters(URI video);

  /** A picture of one chapter. */
  Promise<Image> thumbnail(URI video, Chapter chapter);

  /** Advertisements that fit what is said. */
  Promise<Ads> targetAds(URI subtitle);
}
