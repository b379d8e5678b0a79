package io.flowscope.author;

import io.flowscope.Catalogue;
import io.flowscope.Promise;
import io.flowscope.WorkflowJar;
import java.util.List;

/** The video workflow of the talk, outside the engine's own packages, as an author has it. */
public final class Video implements WorkflowJar {
  /** Tasks. */
  public interface VideoTasks {
    Promise<String> embedSubtitle(String video, String subtitle);

    Promise<String> encode(Promise<String> video, String format);

    Promise<List<Integer>> findChapters(String video);

    Promise<String> thumbnail(String video, int chapter);

    Promise<String> targetAds(String subtitle);
  }

  /** What it gives. */
  public record Report(
      Promise<String> webm,
      Promise<String> mpeg4,
      List<Promise<String>> thumbnails,
      Promise<String> ads) {}

  /** The workflow's interface. */
  public interface VideoProcessing {
    Promise<Report> process(String video, String subtitle);
  }

  /** The workflow. */
  public static final class ProcessVideo implements VideoProcessing {
    private final VideoTasks video;

    ProcessVideo(VideoTasks video) {
      this.video = video;
    }

    @Override
    public Promise<Report> process(String uri, String subtitle) {
      var subtitled = video.embedSubtitle(uri, subtitle);
      var webm = video.encode(subtitled, "webm");
      var mpeg4 = video.encode(subtitled, "mpeg4");
      var ads = video.targetAds(subtitle);
      var chapters = video.findChapters(uri);
      var thumbnails = chapters.get().stream().map(c -> video.thumbnail(uri, c)).toList();
      return Promise.of(new Report(webm, mpeg4, thumbnails, ads));
    }
  }

  @Override
  public void fill(Catalogue catalogue) {
    catalogue.tasks(VideoTasks.class, Ffmpeg::new);
    catalogue.workflow(
        VideoProcessing.class, stubs -> new ProcessVideo(stubs.of(VideoTasks.class)));
  }

  /** The tasks' implementation. */
  public static final class Ffmpeg {
    public String embedSubtitle(String video, String subtitle) {
      return video + "+" + subtitle;
    }

    public String encode(String video, String format) {
      return video + "." + format;
    }

    public List<Integer> findChapters(String video) {
      return List.of(1, 2, 3);
    }

    public String thumbnail(String video, int chapter) {
      return video + "#" + chapter;
    }

    public String targetAds(String subtitle) {
      return "ads for " + subtitle;
    }
  }
}
