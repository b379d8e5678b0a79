package io.flowscope.demos.video;

/** A video format. */
public enum Format {
  WEBM,
  MPEG4
}
