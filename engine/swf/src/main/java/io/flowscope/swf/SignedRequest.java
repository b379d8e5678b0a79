package io.flowscope.swf;

import java.util.List;
import java.util.Map;

/**
 * What a signature covers.
 *
 * @param path as on the request line, percent-encoded; {@code /} for SWF
 * @param query as on the request line, without the question mark; empty for SWF
 * @param headers names in lower case
 * @param body the bytes as they travel
 */
public record SignedRequest(
    String method, String path, String query, Map<String, List<String>> headers, byte[] body) {}
