package io.flowscope.engine.core;

import io.flowscope.engine.decide.Limits;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link Engine} is opened. Start from {@link #inMemory()} or {@link #at(Path)} and change
 * what differs.
 *
 * @param data the folder of the database; null keeps everything in memory
 * @param durability what an answered call survives; without meaning in memory
 * @param clock tells the time of events; timers never fire before it says so
 * @param random makes run ids and task tokens; a {@link SecureRandom} outside tests
 * @param limits SWF's limits, or others
 * @param capacity how much is kept in memory
 * @param elapsed nanoseconds since some moment, never set back; ends polls
 * @param manual whether the engine has no thread of its own and does its work only in {@link
 *     Engine#runUntilIdle()}
 */
public record EngineConfig(
    @Nullable Path data,
    Durability durability,
    InstantSource clock,
    RandomGenerator random,
    Limits limits,
    Capacity capacity,
    LongSupplier elapsed,
    boolean manual) {

  /** Keeps everything in memory. */
  public static EngineConfig inMemory() {
    return new EngineConfig(
        null,
        Durability.POWER,
        InstantSource.system(),
        new SecureRandom(),
        Limits.SWF,
        Capacity.STANDARD,
        System::nanoTime,
        false);
  }

  /** Keeps everything in {@code data}, a folder that is made when it is missing. */
  public static EngineConfig at(Path data) {
    return new EngineConfig(
        data,
        Durability.POWER,
        InstantSource.system(),
        new SecureRandom(),
        Limits.SWF,
        Capacity.STANDARD,
        System::nanoTime,
        false);
  }

  /** The same with another durability. */
  public EngineConfig withDurability(Durability other) {
    return new EngineConfig(data, other, clock, random, limits, capacity, elapsed, manual);
  }

  /** The same with another clock. */
  public EngineConfig withClock(InstantSource other) {
    return new EngineConfig(data, durability, other, random, limits, capacity, elapsed, manual);
  }

  /** The same with another source of run ids and task tokens. */
  public EngineConfig withRandom(RandomGenerator other) {
    return new EngineConfig(data, durability, clock, other, limits, capacity, elapsed, manual);
  }

  /** The same with the limits that {@code settings} name by their {@code limits.*} keys. */
  public EngineConfig withLimits(Map<String, String> settings) {
    return new EngineConfig(
        data,
        durability,
        clock,
        random,
        Limits.of(Capacity.others(settings)),
        Capacity.of(settings),
        elapsed,
        manual);
  }

  /** The same with polls that end by another time than the system's. */
  public EngineConfig withElapsed(LongSupplier other) {
    return new EngineConfig(data, durability, clock, random, limits, capacity, other, manual);
  }

  /**
   * The same without threads: the caller steps the engine. Polls wait until there is work, however
   * long, since no time elapses unless {@link #withElapsed} is called afterwards.
   */
  public EngineConfig stepped() {
    return new EngineConfig(data, durability, clock, random, limits, capacity, () -> 0, true);
  }
}
