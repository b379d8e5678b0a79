/**
 * Reads the bytecode of workflows for what a replay would not do again in the same way. Only ever
 * warns.
 */
@NullMarked
package io.flowscope.worker.lint;

import org.jspecify.annotations.NullMarked;
