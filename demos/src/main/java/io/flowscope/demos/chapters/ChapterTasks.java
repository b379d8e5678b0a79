package io.flowscope.demos.chapters;

import io.flowscope.Promise;
import io.flowscope.demos.video.Chapter;
import io.flowscope.demos.video.Image;
import java.net.URI;
import java.util.Optional;

/** Finds chapters one by one. */
public interface ChapterTasks {
  /** The chapter after {@code previous}, if there is another one. */
  Promise<Optional<Chapter>> findChapter(URI video, Optional<Chapter> previous);

  /** A picture of one chapter. */
  Promise<Image> thumbnail(URI video, Chapter chapter);
}
