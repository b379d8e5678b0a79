package io.flowscope.demos.chapters;

import io.flowscope.Promise;
import io.flowscope.demos.video.Image;
import java.net.URI;
import java.util.List;

/** Makes a thumbnail of each chapter, as soon as that chapter is found. */
public interface ChapterByChapter {
  Promise<Album> thumbnails(URI video);

  /** The thumbnails in the order of the chapters. */
  record Album(URI video, Promise<List<Promise<Image>>> pictures) {}
}
