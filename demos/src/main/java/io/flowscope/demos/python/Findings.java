package io.flowscope.demos.python;

import io.flowscope.Promise;
import java.util.List;

/**
 * What was found.
 *
 * @param refused why Python did not make a histogram without bins
 */
public record Findings(
    Promise<Summary> summary,
    Promise<List<Long>> histogram,
    Promise<String> refused,
    Promise<Double> pi) {}
