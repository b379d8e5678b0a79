package io.flowscope.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to run.
 *
 * @param jarName the jar as it was typed
 * @param input an array of arguments
 * @param trace the file to write, or null
 */
record Job(Path jar, String jarName, String workflow, JsonNode input, @Nullable Path trace) {}
