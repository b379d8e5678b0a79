package io.flowscope.server;

import io.flowscope.server.payload.AgedPayloads;
import java.util.Arrays;
import java.util.Optional;

/**
 * The configuration keys that {@code --set KEY=VALUE} overrides, apart from SWF's limits, which all
 * begin with {@code limits.} and belong to the engine.
 */
public enum Setting {
  /** Lets the server listen on addresses other than loopback. */
  ACCESS_REMOTE("access.remote", "false", Kind.BOOLEAN),
  /** More host names, separated by commas, under which browsers may reach the server. */
  ACCESS_HOSTS("access.hosts", "", Kind.TEXT),
  /** Hours after which a session that was not used ends. */
  ACCESS_IDLE_HOURS("access.idleHours", "12", Kind.NUMBER),
  /** The largest jar that may be uploaded, in megabytes of a million bytes. */
  UPLOAD_MEGABYTES("upload.megabytes", "256", Kind.NUMBER),
  /** How many characters of JSON a value may have that a task or workflow is given or gives. */
  VALUES_MAX_CHARACTERS("values.maxCharacters", "16000000", Kind.NUMBER),
  /** Days for which large values of SWFs elsewhere are kept after their last use; 0 for ever. */
  VALUES_ELSEWHERE_DAYS("values.elsewhereDays", "500", Kind.NUMBER),
  /** While less is free on the disk of the data folder, in megabytes, no execution is begun. */
  DISK_RESERVE_MEGABYTES("disk.reserveMegabytes", "200", Kind.NUMBER),
  /** The pause between two live messages of one stream, in milliseconds. */
  LIVE_PACE_MILLIS("live.paceMillis", "50", Kind.NUMBER),
  /** How many folded histories are kept ready for pages. */
  PAGES_RUNS("pages.runs", "64", Kind.NUMBER),
  /** Tasks that one worker process runs at a time. */
  WORKERS_SLOTS("worker.slots", "100", Kind.NUMBER),
  /** Decision tasks that one worker process handles at a time; 0 for twice the processors. */
  WORKERS_DECIDERS("worker.deciders", "0", Kind.NUMBER),
  /** Milliseconds that workflow code may take for one round before it is stopped. */
  WORKERS_DECISION_LIMIT_MILLIS("worker.decisionLimitMillis", "5000", Kind.NUMBER),
  /** The largest heap of one worker process, in megabytes. */
  WORKERS_HEAP_MEGABYTES("worker.heapMegabytes", "512", Kind.NUMBER),
  /** Seconds that a jar may take to be described. */
  WORKERS_DESCRIBE_SECONDS("worker.describeSeconds", "20", Kind.NUMBER),
  /** What keeps workers off the rest of the machine: auto, bubblewrap, setpriv or none. */
  WORKERS_ISOLATION("worker.isolation", "auto", Kind.TEXT);

  /** What values a key takes. */
  enum Kind {
    BOOLEAN,
    NUMBER,
    TEXT
  }

  private final String key;
  private final String standard;
  private final Kind kind;

  Setting(String key, String standard, Kind kind) {
    this.key = key;
    this.standard = standard;
    this.kind = kind;
  }

  /** The key as it is written on the command line. */
  public String key() {
    return key;
  }

  /** The value that holds where none is set. */
  String standard() {
    return standard;
  }

  /** The setting with this key, if there is one. */
  static Optional<Setting> of(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  /**
   * Checks a value.
   *
   * @throws UsageError when the key does not take it
   */
  void check(String value) {
    switch (kind) {
      case BOOLEAN -> {
        if (!value.equals("true") && !value.equals("false")) {
          throw new UsageError("--set %s=%s: give true or false.".formatted(key, value));
        }
      }
      case NUMBER -> {
        if (!value.matches("\\d{1,9}")) {
          throw new UsageError(
              "--set %s=%s: give a whole number from 0 to 999999999.".formatted(key, value));
        }
        if (this == VALUES_MAX_CHARACTERS
            && (Long.parseLong(value) < 32_768 || Long.parseLong(value) > 20_000_000)) {
          throw new UsageError(
              "--set %s=%s: give a number from 32768, which SWF carries itself, to 20000000."
                  .formatted(key, value));
        }
        if (this == VALUES_ELSEWHERE_DAYS
            && !value.matches("0+")
            && Long.parseLong(value) < AgedPayloads.LEAST_DAYS) {
          throw new UsageError(
              "--set %s=%s: give 0, which keeps them, or at least %d: an execution may take a year and is kept for 90 days."
                  .formatted(key, value, AgedPayloads.LEAST_DAYS));
        }
      }
      case TEXT -> {}
    }
  }
}
