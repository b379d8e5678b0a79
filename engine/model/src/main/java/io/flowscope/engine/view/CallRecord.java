package io.flowscope.engine.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What our decider says about one call, in SWF's {@code control} field of the thing it scheduled.
 *
 * @param call the identity of the call, without the attempt: {@code VideoTasks.encode-2}, in a
 *     branch {@code 1.VideoTasks.thumbnail-1}. It ends in {@code -} and the counter
 * @param attempt 1 for the first attempt
 * @param kind what it is, for instance {@code activity}; a retry delay is {@code delay}
 * @param task the name of the type: {@code VideoTasks.encode}, {@code Flow.sleep}
 * @param needs the calls whose promises are among the arguments, each once
 * @param after the barriers that stand before this call in its branch: those passed since the
 *     branch's last call, or, where none was, those of that last call
 * @param at call site, {@code ProcessVideo.java:33}
 * @param label a label for the diagram, where the task has one
 */
public record CallRecord(
    String call,
    int attempt,
    NodeKind kind,
    String task,
    List<String> needs,
    List<String> after,
    @Nullable String at,
    @Nullable String label) {}
