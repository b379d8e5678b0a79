package io.flowscope.server.whole;

/**
 * Something to run and to measure.
 *
 * @param what for people
 * @param input JSON arguments
 * @param count how many executions, all at once
 * @param steps by how many the time is divided; what one of them is
 * @param step name of one
 */
record Load(String what, String workflow, String input, int count, int steps, String step) {
  /** How many activities in each of its executions' steps; all loads are made of activities. */
  int tasks() {
    return workflow.equals("FourTasks") ? 4 * steps : steps;
  }

  static Load fanOut(int width) {
    return new Load("Fan-out of " + width, "FanOut", "[" + width + "]", 1, width, "task");
  }

  /** As many tasks as can be done, for as long as a single one does not show. */
  static Load fanOuts(int count, int width) {
    String what = count + " fan-outs of " + width + " at once";
    return new Load(what, "FanOut", "[" + width + "]", count, count * width, "task");
  }

  static Load chain(int length) {
    return new Load("Chain of " + length, "Chain", "[" + length + "]", 1, length, "step");
  }

  static Load many(int count) {
    return new Load(count + " workflows of 4 tasks", "FourTasks", "[1]", count, count, "workflow");
  }
}
