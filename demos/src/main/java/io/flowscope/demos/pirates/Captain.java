package io.flowscope.demos.pirates;

import io.flowscope.Promise;

/** Starts a pirate business with some money. */
public interface Captain {
  Promise<Business> build(int money);

  /** A business that can set sail. */
  record Business(Promise<Ship> ship, Promise<Integer> crew, Promise<String> parrot) {}
}
