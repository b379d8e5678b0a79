package io.flowscope.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's log file, besides the warnings on standard error. */
final class Logs {
  /** Control characters and marks that turn text around could forge lines. */
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{20}"
          + " %replace(%.-2000msg){'[\\p{Cntrl}\\u202A-\\u202E\\u2066-\\u2069]','?'}%n%ex{full}";

  private Logs() {}

  /** Begins to write {@code server.log} in a folder. */
  static void writeTo(Path folder) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    RollingFileAppender<ILoggingEvent> file = new OwnerOnlyAppender();
    file.setContext(context);
    file.setName("server.log");
    file.setFile(folder.resolve("server.log").toString());
    file.setEncoder(encoder);
    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(file);
    window.setFileNamePattern(folder.resolve("server.%i.log").toString());
    window.setMaxIndex(5);
    window.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(10L * 1024 * 1024));
    size.start();
    file.setRollingPolicy(window);
    file.setTriggeringPolicy(size);
    file.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(file);
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
    context.getLogger("io.javalin").setLevel(Level.WARN);
  }

  private static final class OwnerOnlyAppender extends RollingFileAppender<ILoggingEvent> {
    @Override
    public void openFile(String name) throws IOException {
      super.openFile(name);
      OwnerOnly.file(Path.of(name));
    }
  }
}
