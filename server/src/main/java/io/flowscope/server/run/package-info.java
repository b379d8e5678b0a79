/** The {@code run} subcommand: one workflow, an engine in memory, one worker process. */
@org.jspecify.annotations.NullMarked
package io.flowscope.server.run;
