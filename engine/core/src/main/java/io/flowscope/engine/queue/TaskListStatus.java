package io.flowscope.engine.queue;

/**
 * What waits at one task list.
 *
 * @param domain the domain of the list
 * @param list the name of the list
 * @param kind which tasks; decision tasks and activity tasks never share a list
 * @param backlog tasks that no poller has taken yet
 * @param oldestAgeMillis for how long the oldest of them has been waiting; 0 without a backlog
 * @param pollers polls that wait for a task now
 */
public record TaskListStatus(
    String domain, String list, TaskKind kind, int backlog, long oldestAgeMillis, int pollers) {}
