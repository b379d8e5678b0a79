package io.flowscope.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an error.
 *
 * @param error one word for programs
 * @param message what happened, why, and what to do
 * @param field the field of the input that it is about, or null
 * @param link where more is to be seen
 */
record ErrorBody(
    String error,
    String message,
    @Nullable String field,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String link) {
  static ErrorBody of(Problem problem) {
    return new ErrorBody(problem.error(), problem.getMessage(), problem.field(), problem.link());
  }
}
