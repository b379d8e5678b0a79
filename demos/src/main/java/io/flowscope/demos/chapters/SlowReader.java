package io.flowscope.demos.chapters;

import io.flowscope.demos.Pause;
import io.flowscope.demos.video.Chapter;
import io.flowscope.demos.video.Image;
import java.net.URI;
import java.util.Optional;

/** Pretends to read a video from front to back. */
public final class SlowReader {
  private static final int CHAPTERS = 5;

  private final Pause pause;

  public SlowReader(Pause pause) {
    this.pause = pause;
  }

  Optional<Chapter> findChapter(URI video, Optional<Chapter> previous) {
    pause.millis(300);
    int number = previous.map(Chapter::number).orElse(0) + 1;
    return number > CHAPTERS
        ? Optional.empty()
        : Optional.of(new Chapter(number, "Chapter " + number, number * 60));
  }

  Image thumbnail(URI video, Chapter chapter) {
    pause.millis(700);
    return new Image(URI.create(video + "?second=" + chapter.startSeconds()));
  }
}
