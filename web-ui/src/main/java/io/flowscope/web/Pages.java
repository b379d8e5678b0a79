package io.flowscope.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.flowscope.web.page.Page;

/** Renders pages to HTML through templates that were compiled with the product. Thread-safe. */
public final class Pages {

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

  /**
   * The whole document of {@code page}. Everything in it is escaped.
   *
   * @throws gg.jte.TemplateException when the template fails, with its line
   */
  public String render(Page page) {
    StringOutput out = new StringOutput(16 * 1024);
    engine.render(page.template(), page, out);
    return out.toString();
  }
}
