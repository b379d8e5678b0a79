package io.flowscope.worker;

import org.jspecify.annotations.Nullable;

/**
 * What {@code @Task} says, with defaults applied. Durations in whole seconds, rounded up; null is
 * unlimited.
 *
 * @param taskList null for that of the jar
 * @param startToClose one hour unless given
 * @param attempts how many attempts in all after timeouts, at least 1
 * @param retryDelay before the second attempt, doubled each time; 0 for none
 * @param label null where there is none; {@code {0}} stands for the first argument
 */
public record TaskPolicy(
    @Nullable String taskList,
    int priority,
    @Nullable Long startToClose,
    @Nullable Long scheduleToStart,
    @Nullable Long scheduleToClose,
    @Nullable Long heartbeat,
    int attempts,
    boolean retryFailures,
    long retryDelay,
    @Nullable String label) {}
