/** The process that hosts an uploaded jar: its activities, its decisions, its description. */
@NullMarked
package io.flowscope.worker;

import org.jspecify.annotations.NullMarked;
