package io.flowscope.demos.video;

import io.flowscope.demos.Pause;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pretends to work on videos. One after another its tasks take 10.05 s; the longest chain of tasks
 * that need each other takes 1.95 s.
 */
public final class Ffmpeg {
  private static final List<String> TITLES =
      List.of(
          "Distributed workflows",
          "Code and demo",
          "The engine",
          "Execution model",
          "Barriers",
          "Sub-workflows",
          "Errors",
          "More examples",
          "Scaling",
          "Questions");

  private final Pause pause;

  public Ffmpeg(Pause pause) {
    this.pause = pause;
  }

  Video embedSubtitle(URI video, URI subtitle) {
    pause.millis(650);
    return new Video(URI.create(video + "?subtitled"), "raw");
  }

  Video encode(Video video, Format format) {
    pause.millis(format == Format.WEBM ? 1300 : 1200);
    return new Video(URI.create(video.uri() + "&as=" + format), format.name());
  }

  List<Chapter> findChapters(URI video) {
    pause.millis(900);
    return IntStream.range(0, TITLES.size())
        .mapToObj(i -> new Chapter(i + 1, TITLES.get(i), i * 180))
        .toList();
  }

  Image thumbnail(URI video, Chapter chapter) {
    pause.millis(475 + 10L * chapter.number());
    return new Image(URI.create(video + "?second=" + chapter.startSeconds()));
  }

  Ads targetAds(URI subtitle) {
    pause.millis(700);
    return new Ads(List.of("python", "workflows", "conferences"));
  }
}
