package io.flowscope.server.process;

/**
 * The end of what a jar's workers printed.
 *
 * @param text decoded as UTF-8, control characters other than line feed and tab replaced
 * @param omittedBytes bytes before {@code text} that are not shown
 */
public record LogTail(String text, long omittedBytes) {}
