package io.flowscope.web.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The worker process of a jar, or the place of one. Times are epoch milliseconds.
 *
 * @param id names its log: {@code /workers/{id}/log}
 * @param connection where its tasks come from, {@code local} for the embedded engine
 * @param jarFile the name under which the jar was uploaded
 * @param jarHash 64 hex digits
 * @param identity the SWF identity of the process, or null while none runs
 * @param pid process id, or null while none runs
 * @param startedAt when the process was started, or null while none runs
 * @param starts how many processes were started for this jar since the server started
 * @param message one sentence: what it does or why it ended
 * @param nextStartAt when it is started again, or null
 * @param isolation what keeps it away from the rest of the machine, in words
 * @param lastLines the last lines of its log
 */
public record WorkerInfo(
    String id,
    String connection,
    String jarFile,
    String jarHash,
    State state,
    @Nullable String identity,
    @Nullable Long pid,
    @Nullable Long startedAt,
    int starts,
    String message,
    @Nullable Long nextStartAt,
    String isolation,
    List<String> lastLines) {

  /** Where it stands. */
  public enum State {
    /** The process runs. */
    RUNNING,
    /** The process ended by itself and is started again after a delay. */
    WAITING,
    /** It ended so often that somebody has to look; it is tried once a minute. */
    QUARANTINED,
    /** Nobody needs it. */
    STOPPED
  }
}
