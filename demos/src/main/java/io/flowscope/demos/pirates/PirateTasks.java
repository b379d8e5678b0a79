package io.flowscope.demos.pirates;

import io.flowscope.Promise;

/** What a pirate business is built from. */
public interface PirateTasks {
  /** How much money there is after asking around. */
  Promise<Integer> raiseMoney(int start);

  Promise<Ship> buildBoat(int guns, int lengthInMeters);

  Promise<Ship> stealBoat(Promise<Sighting> found);

  Promise<Integer> findCrew(Promise<Ship> ship);

  Promise<String> findParrot();
}
