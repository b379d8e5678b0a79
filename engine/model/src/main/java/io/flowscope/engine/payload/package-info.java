/** Values that are too large to travel: stored by the hash of their content. */
@org.jspecify.annotations.NullMarked
package io.flowscope.engine.payload;
