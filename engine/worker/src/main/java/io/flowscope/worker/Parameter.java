package io.flowscope.worker;

import java.lang.reflect.Type;

/**
 * A parameter of a task or workflow.
 *
 * @param name as in the source where the jar was compiled with {@code -parameters}, else {@code
 *     arg0}
 * @param type as declared, generic, promises included
 */
public record Parameter(String name, Type type) {}
