package io.flowscope.server.http;

/** Whether the server takes requests. */
public final class Readiness {
  private volatile State state = State.STARTING;

  /** Where in its life the server is. */
  public enum State {
    /** Only workers are answered. */
    STARTING,
    READY,
    /** Only workers are answered, until they have ended. */
    STOPPING
  }

  public State state() {
    return state;
  }

  public void become(State next) {
    state = next;
  }
}
