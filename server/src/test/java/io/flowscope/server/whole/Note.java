package io.flowscope.server.whole;

/**
 * One thing that a client asked for, and what is known to have become of it.
 *
 * @param runId empty as long as it is not known
 * @param token the task's token; empty where there is none
 * @param event the id of the event with which the task started; 0 where there is none
 * @param value what tells this from all others of its kind: input, signal name, context or result
 * @param fault the type of the fault that refused it; empty otherwise
 */
record Note(
    State state,
    Kind kind,
    String workflowId,
    String runId,
    String token,
    long event,
    String value,
    String fault) {
  enum State {
    TRIED,
    ANSWERED,
    REFUSED
  }

  enum Kind {
    START,
    SIGNAL,
    DECIDE,
    HEARTBEAT,
    COMPLETE
  }

  /** What stays the same whatever becomes of it. */
  record Key(Kind kind, String workflowId, String token, String value) {}

  static Note start(String workflowId, String input) {
    return new Note(State.TRIED, Kind.START, workflowId, "", "", 0, input, "");
  }

  static Note signal(String workflowId, String runId, String name) {
    return new Note(State.TRIED, Kind.SIGNAL, workflowId, runId, "", 0, name, "");
  }

  static Note task(
      Kind kind, String workflowId, String runId, String token, long started, String value) {
    return new Note(State.TRIED, kind, workflowId, runId, token, started, value, "");
  }

  Note answered(String run) {
    return new Note(State.ANSWERED, kind, workflowId, run, token, event, value, "");
  }

  Note answered() {
    return answered(runId);
  }

  Note refused(String type) {
    return new Note(State.REFUSED, kind, workflowId, runId, token, event, value, type);
  }

  Key key() {
    return new Key(kind, workflowId, token, value);
  }

  /** As a process tells it on its standard output. */
  String line() {
    return String.join(
        "\t",
        state.name(),
        kind.name(),
        workflowId,
        runId,
        token,
        Long.toString(event),
        value,
        fault,
        ".");
  }

  /** Reads a line; one that was cut off by a kill is none. */
  static java.util.Optional<Note> parse(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != 9 || !parts[8].equals(".")) {
      return java.util.Optional.empty();
    }
    return java.util.Optional.of(
        new Note(
            State.valueOf(parts[0]),
            Kind.valueOf(parts[1]),
            parts[2],
            parts[3],
            parts[4],
            Long.parseLong(parts[5]),
            parts[6],
            parts[7]));
  }
}
