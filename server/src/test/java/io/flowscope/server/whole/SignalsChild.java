package io.flowscope.server.whole;

import io.flowscope.engine.core.Durability;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.model.Action;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A process that sends signals, one batch each, and then does nothing until it ends at a point. */
final class SignalsChild {
  static final String DOMAIN = "d";

  private SignalsChild() {}

  /**
   * @param arguments the data folder, the point, the execution's workflow id and how many signals
   */
  public static void main(String[] arguments) throws IOException {
    HaltAt.Point point = HaltAt.Point.valueOf(arguments[1]);
    if (point == HaltAt.Point.MAKE) {
      HaltAt.begin(point);
    }
    try (Engine engine =
        Engine.open(EngineConfig.at(Path.of(arguments[0])).withDurability(Durability.PROCESS))) {
      String id = arguments[2];
      Traffic.register(engine, DOMAIN);
      engine
          .call(
              new Action.StartWorkflowExecution(
                  DOMAIN, id, Traffic.TYPE, null, null, null, null, null, null, null, null))
          .join();
      int count = Integer.parseInt(arguments[3]);
      for (int i = 0; i < count; i++) {
        engine
            .call(new Action.SignalWorkflowExecution(DOMAIN, id, null, "s" + i, "x".repeat(500)))
            .join();
      }
      EngineChild.say(EngineChild.READY);
      HaltAt.begin(point);
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
