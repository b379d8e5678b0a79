package io.flowscope.web.page;

/**
 * What one page shows. There is one record per template; {@code io.flowscope.web.Pages} renders it.
 * Records hold facts (times, counts, states); words, colours and addresses are the templates'.
 */
public interface Page {

  /** What surrounds the page: places, connection, messages. */
  Shell shell();

  /** The document's title without the product's name, for instance {@code Executions}. */
  String title();

  /** Path of the template below {@code src/main/jte}. */
  String template();
}
