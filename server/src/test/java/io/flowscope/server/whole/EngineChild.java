package io.flowscope.server.whole;

import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A process with an engine of the default configuration and clients that tell what they do. */
final class EngineChild {
  static final String DOMAIN = "kills";
  static final String OPENING = "OPENING";
  static final String READY = "READY";

  private EngineChild() {}

  /**
   * Works until it is killed, until it comes to the point that standard input names by a byte, or
   * until nobody holds the other end of that.
   *
   * @param arguments the data folder, a name for this round, and a seed
   */
  public static void main(String[] arguments) throws IOException {
    say(OPENING);
    try (Engine engine = Engine.open(EngineConfig.at(Path.of(arguments[0])))) {
      Traffic.register(engine, DOMAIN);
      Consumer<Note> book = note -> say(note.line());
      say(READY);
      try (Traffic traffic =
          new Traffic(engine, DOMAIN, book, arguments[1], Long.parseLong(arguments[2]))
              .start(Traffic.Clients.ALL)) {
        int point = System.in.read();
        if (point >= 0) {
          HaltAt.begin(HaltAt.Point.values()[point]);
          System.in.transferTo(OutputStream.nullOutputStream());
        }
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
