package io.flowscope.web.page;

/**
 * The end of the log of one worker process.
 *
 * @param text its lines, oldest first
 * @param omittedBytes bytes before {@code text} that are not shown
 */
public record WorkerLogPage(Shell shell, WorkerInfo worker, String text, long omittedBytes)
    implements Page {

  @Override
  public String title() {
    return "Log of " + worker.jarFile();
  }

  @Override
  public String template() {
    return "workerLog.jte";
  }
}
