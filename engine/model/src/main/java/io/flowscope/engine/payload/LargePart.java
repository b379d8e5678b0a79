package io.flowscope.engine.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * The part of a value that makes it large: from the root always on into a part that has more than
 * half of all.
 *
 * @param path for instance {@code result.items[3].body}
 * @param chars how many characters of JSON it has, with all that it refers to
 */
record LargePart(String path, long chars) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param where the root of the path; empty where {@code json} is an array of arguments
   */
  static LargePart of(String json, String where) {
    long chars = PayloadRef.wholeLength(json);
    try {
      return in(JSON.readTree(json), where, chars, where.isEmpty());
    } catch (JsonProcessingException e) {
      return new LargePart(where.isEmpty() ? "arguments" : where, chars);
    }
  }

  private static LargePart in(JsonNode node, String path, long chars, boolean arguments) {
    JsonNode largest = null;
    String at = path;
    long most = chars / 2;
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        long size = size(node.get(i));
        if (size > most) {
          most = size;
          largest = node.get(i);
          at = arguments ? "argument " + (i + 1) : path + "[" + i + "]";
        }
      }
    } else if (node.isObject() && !node.has(PayloadRef.MEMBER)) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        long size = size(entry.getValue());
        if (size > most) {
          most = size;
          largest = entry.getValue();
          at = path + "." + entry.getKey();
        }
      }
    }
    return largest == null
        ? new LargePart(path.isEmpty() ? "arguments" : path, chars)
        : in(largest, at, most, false);
  }

  private static long size(JsonNode node) {
    return PayloadRef.wholeLength(node.toString());
  }
}
