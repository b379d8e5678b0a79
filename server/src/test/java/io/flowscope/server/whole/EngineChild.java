package io.flowscope.server.whole;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A process with an engine of the default configuration and clients that tell what they do. */
final class EngineChild {
  static final String DOMAIN = "kills";
  static final String READY = "READY";

  private EngineChild() {}

  /**
   * Works until it is killed, or until nobody holds the other end of its standard input.
   *
   * @param arguments the data folder, a name for this round, and a seed
   */
  public static void main(String[] arguments) throws IOException {
    try (Engine engine = Engine.open(EngineConfig.at(Path.of(arguments[0])))) {
      Traffic.register(engine, DOMAIN);
      Consumer<Note> book = note -> say(note.line());
      say(READY);
      try (Traffic traffic =
          new Traffic(engine, DOMAIN, book, arguments[1], Long.parseLong(arguments[2]))
              .start(Traffic.Clients.ALL)) {
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
      }
    }
  }

  static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
