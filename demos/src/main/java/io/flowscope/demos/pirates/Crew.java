package io.flowscope.demos.pirates;

import io.flowscope.demos.Pause;

/** Does what the captain says. */
public final class Crew {
  private final Pause pause;

  public Crew(Pause pause) {
    this.pause = pause;
  }

  int raiseMoney(int start) {
    pause.millis(400);
    return start * 2;
  }

  Ship buildBoat(int guns, int lengthInMeters) {
    pause.millis(1500);
    return new Ship("Black Pearl", guns, false);
  }

  Ship stealBoat(Sighting found) {
    pause.millis(600);
    return new Ship(found.ship(), 32, true);
  }

  int findCrew(Ship ship) {
    pause.millis(800);
    return ship.guns() * 3;
  }

  String findParrot() {
    pause.millis(1000);
    return "Cotton";
  }
}
