package io.flowscope.server.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker process, or the place of one, as the pages show it. Times are epoch milliseconds.
 *
 * @param id names the worker in URLs: the jar's 12 digits, and the connection where it is another
 *     than the embedded engine
 * @param connection where its tasks come from
 * @param jarHash 64 digits
 * @param fileName the name under which the jar was uploaded
 * @param current whether the jar is the newest upload of one of its types
 * @param identity the SWF identity of the process, null while none runs
 * @param pid its process id, null while none runs
 * @param startedAt when the process was started, null while none runs
 * @param starts how many processes were started for this jar since the server started
 * @param message one sentence: what it is doing or why it ended, for instance {@code ended with
 *     exit code 137 after 12 s; starts again in 2 s}
 * @param nextStartAt when it is started again, null unless it waits for that
 * @param isolation what keeps it away from the rest of the machine: {@code bubblewrap}, {@code
 *     setpriv} or {@code none}
 * @param lastLines the last lines that it, or the process before it, printed
 */
public record WorkerState(
    String id,
    String connection,
    String jarHash,
    String fileName,
    boolean current,
    Phase phase,
    @Nullable String identity,
    @Nullable Long pid,
    @Nullable Long startedAt,
    int starts,
    String message,
    @Nullable Long nextStartAt,
    String isolation,
    List<String> lastLines) {

  WorkerState withLastLines(List<String> lines) {
    return new WorkerState(
        id,
        connection,
        jarHash,
        fileName,
        current,
        phase,
        identity,
        pid,
        startedAt,
        starts,
        message,
        nextStartAt,
        isolation,
        lines);
  }

  /** Where it stands. */
  public enum Phase {
    /** The process runs. */
    @JsonProperty("running")
    RUNNING,
    /** The process ended by itself and is started again after a delay. */
    @JsonProperty("waiting")
    WAITING,
    /** It ended so often that it is tried once a minute only. */
    @JsonProperty("quarantined")
    QUARANTINED,
    /** Nobody needs it. */
    @JsonProperty("stopped")
    STOPPED
  }
}
