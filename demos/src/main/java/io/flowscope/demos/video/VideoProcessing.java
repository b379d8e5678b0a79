package io.flowscope.demos.video;

import io.flowscope.Promise;
import java.net.URI;

/** Makes a video ready for the web. */
public interface VideoProcessing {
  Promise<Report> process(URI video, URI subtitle);
}
