package io.flowscope.web.draw;

import io.flowscope.engine.view.NodeState;

/** The shape and the word of each state: a state is never told by its colour alone. */
final class StateIcon {
  private StateIcon() {}

  /** The CSS class and the name of the icon. */
  static String name(NodeState state) {
    return switch (state) {
      case PENDING -> "pending";
      case SCHEDULED -> "queued";
      case STARTED -> "running";
      case COMPLETED -> "completed";
      case FAILED -> "failed";
      case TIMED_OUT -> "timedout";
      case CANCELED -> "canceled";
    };
  }

  static String word(NodeState state) {
    return state == NodeState.TIMED_OUT ? "timed out" : name(state);
  }

  /** As JSON names it. */
  static String json(NodeState state) {
    return switch (state) {
      case PENDING -> "pending";
      case SCHEDULED -> "scheduled";
      case STARTED -> "started";
      case COMPLETED -> "completed";
      case FAILED -> "failed";
      case TIMED_OUT -> "timedOut";
      case CANCELED -> "canceled";
    };
  }

  /** Paths on a grid of 14. */
  static String shape(String name) {
    return switch (name) {
      case "pending" ->
          "<circle cx=\"7\" cy=\"7\" r=\"5.25\" class=\"is\" stroke-dasharray=\"1 2.3\"/>";
      case "queued" ->
          "<circle cx=\"7\" cy=\"7\" r=\"5.25\" class=\"is\"/>"
              + "<path d=\"M5.2 5.4h3.6M5.2 8.6h3.6\" class=\"is\"/>";
      case "running" ->
          "<path d=\"M7 1a6 6 0 1 0 0 12A6 6 0 0 0 7 1Zm0 1.5a4.5 4.5 0 0 1 0 9Z\" class=\"if\"/>";
      case "completed" ->
          "<path d=\"M7 1a6 6 0 1 0 0 12A6 6 0 0 0 7 1Zm3.2 4.6L6.5 9.6 3.9 7.3l.9-1 1.6 1.4"
              + " 2.8-3Z\" class=\"if\"/>";
      case "failed" ->
          "<path d=\"M7 .6 13.4 7 7 13.4.6 7Zm-.7 3.1v4h1.4v-4Zm0 5v1.5h1.4V8.7Z\" class=\"if\"/>";
      case "timedout" ->
          "<path d=\"M2.5 1h9v2.2L8.2 7l3.3 3.8V13h-9v-2.2L5.8 7 2.5 3.2Z\" class=\"if\"/>";
      case "canceled" ->
          "<circle cx=\"7\" cy=\"7\" r=\"5.25\" class=\"is\"/>"
              + "<path d=\"M3.4 10.6l7.2-7.2\" class=\"is\"/>";
      case "barrier" -> "<path d=\"M3.5 1.5v11M10.5 1.5v11M3.5 7h7\" class=\"is\"/>";
      default -> throw new IllegalArgumentException("No shape for " + name);
    };
  }
}
