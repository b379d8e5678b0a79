package io.flowscope.demos.load;

import io.flowscope.Promise;

/** Four tasks: one, two that need it, and one after them. */
public interface Diamond {
  Promise<Integer> run(int number);
}
