package io.flowscope.demos.chapters;

import io.flowscope.Flow;
import io.flowscope.Promise;
import io.flowscope.demos.video.Chapter;
import io.flowscope.demos.video.Image;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The question that listeners of the talk asked: must the thumbnails wait until all chapters are
 * found? Not in a branch: the loop stops at its own barrier, and each thumbnail starts while the
 * next chapter is still being searched.
 */
public final class ThumbnailsAsFound implements ChapterByChapter {
  private final ChapterTasks video;
  private final Flow flow;

  public ThumbnailsAsFound(ChapterTasks video, Flow flow) {
    this.video = video;
    this.flow = flow;
  }

  @Override
  public Promise<Album> thumbnails(URI uri) {
    return Promise.of(new Album(uri, flow.branch(() -> follow(uri))));
  }

  private List<Promise<Image>> follow(URI uri) {
    List<Promise<Image>> pictures = new ArrayList<>();
    Optional<Chapter> chapter = video.findChapter(uri, Optional.empty()).get();
    while (chapter.isPresent()) {
      pictures.add(video.thumbnail(uri, chapter.get()));
      chapter = video.findChapter(uri, chapter).get();
    }
    return pictures;
  }
}
