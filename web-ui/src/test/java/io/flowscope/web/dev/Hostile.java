package io.flowscope.web.dev;

/** Texts that break pages that do not escape. */
public final class Hostile {
  private Hostile() {}

  /** Tags, quotes of both kinds, a mark that turns the direction, and something long. */
  public static final String SCRIPT =
      "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> \u202Egnp.exe ${1+1} "
          + "long".repeat(60);
}
