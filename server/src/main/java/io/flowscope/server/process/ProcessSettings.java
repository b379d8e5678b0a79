package io.flowscope.server.process;

import io.flowscope.engine.payload.Payloads;
import io.flowscope.server.ServerConfig;
import io.flowscope.server.Setting;
import java.time.Duration;

/**
 * How worker processes are run.
 *
 * @param heap the value of {@code -Xmx}, for instance {@code 512m}
 * @param slots activities at once in one worker
 * @param deciders decision tasks at once in one worker; 0 for twice the processors
 * @param decisionLimit how long workflow code may run without parking
 * @param describeLimit how long a jar may take to be described
 * @param isolation {@code auto}, {@code bubblewrap}, {@code setpriv} or {@code none}
 * @param maximumUpload the largest upload in bytes
 * @param valueCap how many characters of JSON a value may have
 */
public record ProcessSettings(
    String heap,
    int slots,
    int deciders,
    Duration decisionLimit,
    Duration describeLimit,
    String isolation,
    long maximumUpload,
    long valueCap) {

  /** The domain that the server makes for its own jars. */
  public static final String DOMAIN = "default";

  /** The settings of a server. */
  public static ProcessSettings of(ServerConfig config) {
    return new ProcessSettings(
        config.number(Setting.WORKERS_HEAP_MEGABYTES) + "m",
        config.number(Setting.WORKERS_SLOTS),
        config.number(Setting.WORKERS_DECIDERS),
        Duration.ofMillis(config.number(Setting.WORKERS_DECISION_LIMIT_MILLIS)),
        Duration.ofSeconds(config.number(Setting.WORKERS_DESCRIBE_SECONDS)),
        config.text(Setting.WORKERS_ISOLATION),
        config.number(Setting.UPLOAD_MEGABYTES) * 1_000_000,
        config.number(Setting.VALUES_MAX_CHARACTERS));
  }

  /** The settings without any configuration. */
  public static ProcessSettings defaults() {
    return new ProcessSettings(
        "512m",
        100,
        0,
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        "auto",
        52_428_800,
        Payloads.STANDARD_CAP);
  }
}
