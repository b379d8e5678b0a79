package io.flowscope.worker;

/** The ends of this process that author code brings about. Who started it sees the exit code. */
final class Fatal {
  /** A branch of workflow code ran too long. */
  static final int TOO_LONG = 70;

  /** The heap is full. */
  static final int OUT_OF_MEMORY = 71;

  /** There are more threads than allowed. */
  static final int TOO_MANY_THREADS = 72;

  private Fatal() {}

  /** After a full heap nothing in this process can be relied on. */
  static void outOfMemory(String where, OutOfMemoryError error) {
    try {
      System.err.println("The memory of the worker is used up, so it ends; seen in " + where);
      error.printStackTrace();
      System.err.flush();
    } finally {
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    }
  }
}
