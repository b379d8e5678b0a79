/** What authors test their workflows with: the real engine in memory, and time that jumps. */
@NullMarked
package io.flowscope.testing;

import org.jspecify.annotations.NullMarked;
