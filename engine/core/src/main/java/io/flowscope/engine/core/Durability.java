package io.flowscope.engine.core;

/** What an answered call survives. */
public enum Durability {
  /** The end of the machine: each batch is on the disk before it is answered. The default. */
  POWER,
  /** The end of the process: each batch is with the operating system before it is answered. */
  PROCESS
}
