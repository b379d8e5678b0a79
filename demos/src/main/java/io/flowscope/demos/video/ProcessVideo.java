package io.flowscope.demos.video;

import static io.flowscope.demos.video.Format.MPEG4;
import static io.flowscope.demos.video.Format.WEBM;

import io.flowscope.Promise;
import java.net.URI;

/**
 * The talk's workflow. It reads like single-threaded code; that both encodings, the search for
 * chapters and the choice of advertisements run side by side follows from who needs whose value.
 */
public final class ProcessVideo implements VideoProcessing {
  private final VideoTasks video;

  public ProcessVideo(VideoTasks video) {
    this.video = video;
  }

  @Override
  public Promise<Report> process(URI videoUri, URI subtitleUri) {
    var subtitled = video.embedSubtitle(videoUri, subtitleUri);
    var webm = video.encode(subtitled, WEBM);
    var mpeg4 = video.encode(subtitled, MPEG4);
    var ads = video.targetAds(subtitleUri);
    var chapters = video.findChapters(videoUri);
    // How many thumbnails there are is known only when the chapters are: here the code waits.
    var thumbnails =
        chapters.get().stream().map(chapter -> video.thumbnail(videoUri, chapter)).toList();
    return Promise.of(new Report(videoUri, webm, mpeg4, thumbnails, ads));
  }
}
