package io.flowscope.web.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue: jars, what is in them, and the upload.
 *
 * @param maxUploadBytes the largest jar that is taken
 * @param jars newest first
 * @param upload what became of a jar that was sent by the plain form (without scripts), or null
 */
public record WorkflowsPage(
    Shell shell, long maxUploadBytes, List<Jar> jars, @Nullable Upload upload) implements Page {

  /** The multipart form of this page is posted to this path, field {@code jar}. */
  public static final String UPLOAD_PATH = "/workflows";

  /** Posted to, new executions use that jar again. */
  public static String useAgain(Jar jar) {
    return UPLOAD_PATH + "/" + jar.hash() + "/use";
  }

  @Override
  public String title() {
    return "Workflows";
  }

  @Override
  public String template() {
    return "workflows.jte";
  }

  /**
   * @param hash sha-256 in hex, 64 digits
   * @param uploadedAt epoch milliseconds
   * @param uploadedBy a name, or null
   * @param current whether its workers take new executions of its types
   * @param worker its process, or null where none was ever wanted
   * @param checks in the order in which they were made
   * @param openRuns executions that this jar runs now, or null where not counted
   */
  public record Jar(
      String hash,
      String fileName,
      long bytes,
      long uploadedAt,
      @Nullable String uploadedBy,
      boolean current,
      @Nullable WorkerInfo worker,
      List<Check> checks,
      List<WorkflowType> workflows,
      List<TaskType> tasks,
      @Nullable Long openRuns) {}

  /**
   * @param signature {@code process(URI videoUri, URI subtitleUri): Report}
   * @param polled whether a worker polls for it now
   * @param newer the jar that runs new executions of it, or null where this one does
   */
  public record WorkflowType(
      String name,
      String version,
      String signature,
      @Nullable String description,
      boolean polled,
      @Nullable Newer newer) {}

  /**
   * A jar that was uploaded later and offers the same.
   *
   * @param hash sha-256 in hex, 64 digits
   */
  public record Newer(String fileName, String hash) {}

  /**
   * @param name {@code VideoTasks.encode}
   * @param implemented false where the jar only calls it
   */
  public record TaskType(
      String name, String version, String signature, String taskList, boolean implemented) {}

  /**
   * One check of a jar.
   *
   * @param name what was checked: {@code zip file}
   * @param detail one sentence: what was found
   * @param hint what to do about it, or null
   */
  public record Check(String name, CheckState state, String detail, @Nullable String hint) {}

  /** How a check ended. */
  public enum CheckState {
    PASSED,
    WARNING,
    FAILED
  }

  /**
   * @param accepted whether the jar was stored
   * @param message one sentence
   * @param hash of the stored jar, or null
   */
  public record Upload(
      String fileName,
      boolean accepted,
      String message,
      @Nullable String hash,
      List<Check> checks) {}
}
