package io.flowscope.clients;

import org.junit.jupiter.api.Test;

/** The AWS SDK for Java of this generation: all 39 actions. */
class SdkIT {
  @Test
  void allActions() {
    Conformance.run(Generation.NAME, Generation.caller());
  }
}
