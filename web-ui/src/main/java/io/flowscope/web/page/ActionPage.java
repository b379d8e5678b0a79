package io.flowscope.web.page;

import java.util.List;

/**
 * The form of one action on an execution: the page behind the dialogs, and what comes back when a
 * field is wrong. It is posted to its own address, see {@link Kind}.
 *
 * @param actions the execution, and what its forms offer
 * @param typed what was typed
 */
public record ActionPage(
    Shell shell,
    Kind kind,
    ExecutionActions actions,
    Typed typed,
    List<StartPage.FieldError> errors)
    implements Page {

  @Override
  public String title() {
    return switch (kind) {
      case SIGNAL -> "Signal " + actions.ref().workflowId();
      case CANCEL -> "Cancel " + actions.ref().workflowId();
      case MOVE -> "Change the jar of " + actions.ref().workflowId();
      case TERMINATE -> "Terminate " + actions.ref().workflowId();
      case DELETE -> "Delete " + actions.ref().workflowId();
    };
  }

  @Override
  public String template() {
    return "action.jte";
  }

  /**
   * Address: that of the execution, then {@code /signal}, {@code /cancel}, {@code /move}, {@code
   * /terminate} or {@code /delete}; GET shows the form, POST does it and redirects to the
   * execution, or to the list when it was deleted.
   */
  public enum Kind {
    /** Fields {@code name} and {@code input} (a JSON value, may be empty). */
    SIGNAL,
    /** Field {@code reason}. */
    CANCEL,
    /** Field {@code jar}: 12 or more digits of its hash. */
    MOVE,
    /** Fields {@code reason} (required) and {@code childPolicy}. */
    TERMINATE,
    /** Field {@code name}, which has to be the workflow id; only of closed executions. */
    DELETE
  }

  /** Whether it can be done to the execution as it is. */
  public boolean isPossible() {
    return actions.open() != (kind == Kind.DELETE);
  }

  /**
   * @param childPolicy {@code TERMINATE}, {@code REQUEST_CANCEL} or {@code ABANDON}; empty for that
   *     of the execution
   * @param jar digits of the hash of the chosen jar, or empty
   */
  public record Typed(String name, String input, String reason, String childPolicy, String jar) {
    /** Nothing typed yet. */
    public static final Typed NONE = new Typed("", "", "", "", "");
  }
}
