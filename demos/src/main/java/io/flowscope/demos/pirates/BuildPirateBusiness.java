package io.flowscope.demos.pirates;

import io.flowscope.Flow;
import io.flowscope.Promise;

/**
 * With enough money a boat is built. With less, one must be stolen, and for that the run waits
 * until somebody signals {@code shipFound}.
 */
public final class BuildPirateBusiness implements Captain {
  private static final int LOT_OF_MONEY = 10_000;

  private final PirateTasks pirates;
  private final Flow flow;

  public BuildPirateBusiness(PirateTasks pirates, Flow flow) {
    this.pirates = pirates;
    this.flow = flow;
  }

  @Override
  public Promise<Business> build(int money) {
    var parrot = pirates.findParrot();
    var ship =
        pirates.raiseMoney(money).get() >= LOT_OF_MONEY
            ? pirates.buildBoat(74, 58)
            : pirates.stealBoat(flow.signal("shipFound", Sighting.class));
    var crew = pirates.findCrew(ship);
    return Promise.of(new Business(ship, crew, parrot));
  }
}
