package io.flowscope.web.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form that starts an execution. It is posted to its own address with the fields {@code _csrf},
 * {@code input} (a JSON array of arguments), {@code workflowId}, {@code connection} and {@code
 * tags} (separated by commas); where something is wrong, the same page comes back with what was
 * typed and the {@link #errors}.
 *
 * @param connections those on which it can be started; the one chosen is the shell's
 * @param inputSchema JSON Schema 2020-12 of the argument array, as text
 * @param jarFile the jar that will run it, or null where only its type is registered
 * @param taskList the list that its decisions are put on
 * @param polled whether a worker polls that list now
 * @param input the argument array as JSON text, as typed; empty at first: the page then makes it
 *     from the schema
 * @param workflowId as typed, or a generated default that is free
 * @param tags as typed
 * @param lastInput input of the last run of this type, or null
 * @param maxInputChars the longest input that is taken, in characters
 * @param origin scheme, host and port for the command to copy, {@code http://127.0.0.1:7070}
 * @param tokenFile where the admin token is, for that command
 */
public record StartPage(
    Shell shell,
    List<Shell.Connection> connections,
    String workflow,
    String version,
    String signature,
    @Nullable String description,
    String inputSchema,
    @Nullable String jarFile,
    @Nullable String jarHash,
    String taskList,
    boolean polled,
    String input,
    String workflowId,
    String tags,
    List<FieldError> errors,
    @Nullable LastInput lastInput,
    int maxInputChars,
    String origin,
    String tokenFile)
    implements Page {

  @Override
  public String title() {
    return "Start " + workflow;
  }

  @Override
  public String template() {
    return "start.jte";
  }

  /**
   * @param field {@code workflowId}, {@code tags}, {@code input}, or a JSON pointer into the input:
   *     {@code /0}, {@code /1/formats/2}
   * @param message one sentence: what is wrong and what would be right
   */
  public record FieldError(String field, String message) {}

  /** The input of an earlier run, as JSON text. */
  public record LastInput(String workflowId, String json) {}
}
