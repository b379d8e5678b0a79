package io.flowscope.server.process;

import java.time.Duration;

/**
 * How worker processes are run. The configuration keys are {@code worker.*} and {@code jars.*}.
 *
 * @param domain the SWF domain of the server's own jars
 * @param heap {@code worker.heap}: the value of {@code -Xmx}, for instance {@code 512m}
 * @param slots {@code worker.slots}: activities at once in one worker
 * @param decisionLimit {@code worker.decisionLimit}: how long workflow code may run without parking
 * @param describeLimit {@code worker.describeLimit}: how long a jar may take to be described
 * @param isolation {@code worker.isolation}: {@code auto}, {@code bubblewrap}, {@code setpriv} or
 *     {@code none}
 * @param maximumUpload {@code jars.maximumBytes}: the largest upload in bytes
 */
public record ProcessSettings(
    String domain,
    String heap,
    int slots,
    Duration decisionLimit,
    Duration describeLimit,
    String isolation,
    long maximumUpload) {

  /** The settings without any configuration. */
  public static ProcessSettings defaults() {
    return new ProcessSettings(
        "default", "512m", 100, Duration.ofSeconds(5), Duration.ofSeconds(20), "auto", 52_428_800);
  }
}
