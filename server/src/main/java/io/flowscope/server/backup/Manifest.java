package io.flowscope.server.backup;

import java.util.List;

/**
 * What a backup holds, as its last entry says.
 *
 * @param format of the file; this program knows {@link #FORMAT}
 * @param flowscope the version that wrote it
 * @param createdAt in milliseconds; everything that was answered before is in it
 * @param executions open and closed ones
 * @param events their events
 * @param totalEvents how many events were ever written
 * @param deletedEvents how many of them were deleted since
 */
public record Manifest(
    int format,
    String flowscope,
    long createdAt,
    long executions,
    long events,
    long totalEvents,
    long deletedEvents,
    List<Entry> entries) {
  static final int FORMAT = 1;
  static final String NAME = "manifest.json";
  static final String ENGINE = "engine.dump";
  static final String FILES = "files/";

  /**
   * One entry.
   *
   * @param sha256 of its content, in hexadecimal digits
   * @param secret whether it lets somebody in
   */
  public record Entry(String name, long size, String sha256, boolean secret) {}
}
