package io.flowscope.server.swf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowscope.engine.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages requests, in their structure and in their bytes. */
final class Mutations {
  private static final List<String> ODD_TEXTS =
      List.of(
          "",
          " ",
          "arn",
          "a:b",
          "a/b",
          "NONE",
          "none",
          "-1",
          "0",
          "1.5",
          "99999999",
          "2147483648",
          "\u0000",
          "\u0085",
          "\u202e\u200d",
          "\ud83d\ude00",
          "\ud800",
          "\udc00x",
          "'; drop table runs --",
          "${7*7}",
          "<script>",
          "../../etc",
          "x".repeat(257),
          "\u00e9".repeat(2_100),
          "y".repeat(32_769),
          "TERMINATE",
          "CompleteWorkflowExecution");
  private static final List<String> ODD_JSON =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "0",
          "-1",
          "1e400",
          "-1e-400",
          "1E999999999",
          "99999999999999999999",
          "0.1",
          "253402300800000",
          "-62135596801",
          "[[[[]]]]",
          "{\"a\":{\"a\":{}}}",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "NaN",
          "-",
          "\"\\x\"",
          "'x'",
          "[".repeat(120) + "]".repeat(120));

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** Another request, damaged somehow; now and then it is still good. */
  byte[] of(ObjectNode good) {
    ObjectNode copy = good.deepCopy();
    String text;
    if (random.nextInt(4) == 0) {
      text = copy.toString();
    } else {
      text = structure(copy);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(4) == 0 ? damaged(bytes) : bytes;
  }

  private String structure(ObjectNode request) {
    String hole = "\"@hole@\"";
    List<Place> places = new ArrayList<>();
    collect(request, places);
    String filling = null;
    for (int n = random.nextInt(3); n >= 0 && !places.isEmpty(); n--) {
      Place place = places.get(random.nextInt(places.size()));
      switch (random.nextInt(6)) {
        case 0 -> place.remove();
        case 1 -> place.set(Wire.JSON.getNodeFactory().textNode(pick(ODD_TEXTS)));
        case 2, 3 -> {
          filling = pick(ODD_JSON);
          place.set(Wire.JSON.getNodeFactory().textNode("@hole@"));
        }
        case 4 -> place.set(places.get(random.nextInt(places.size())).get().deepCopy());
        default -> place.twice();
      }
      places.clear();
      collect(request, places);
    }
    String text = request.toString();
    if (filling != null) {
      text = text.replace(hole, filling);
    }
    if (random.nextInt(10) == 0 && text.length() > 4) {
      int comma = text.indexOf(',');
      text = comma < 0 ? text : "{" + text.substring(1, comma) + "," + text.substring(1);
    }
    return text;
  }

  private String pick(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** A member or an element. */
  private record Place(JsonNode parent, String name, int index) {
    JsonNode get() {
      return parent instanceof ObjectNode ? parent.path(name) : parent.path(index);
    }

    void set(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(name, value);
      } else if (parent instanceof ArrayNode array) {
        array.set(index, value);
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(name);
      } else if (parent instanceof ArrayNode array) {
        array.remove(index);
      }
    }

    void twice() {
      if (parent instanceof ArrayNode array) {
        array.add(get().deepCopy());
      } else if (parent instanceof ObjectNode object) {
        object.set(name + "2", get().deepCopy());
      }
    }
  }

  private static void collect(JsonNode node, List<Place> places) {
    node.properties().forEach(member -> places.add(new Place(node, member.getKey(), 0)));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      places.add(new Place(node, "", i));
    }
    node.forEach(child -> collect(child, places));
  }

  private byte[] damaged(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(8));
    out.write(bytes, 0, from);
    switch (random.nextInt(5)) {
      case 0 -> {}
      case 1 -> {
        out.write(random.nextInt(256));
        out.write(bytes, from, bytes.length - from);
      }
      case 2 -> out.write(bytes, to, bytes.length - to);
      case 3 -> {
        byte[] noise = new byte[1 + random.nextInt(6)];
        random.nextBytes(noise);
        out.writeBytes(noise);
        out.write(bytes, to, bytes.length - to);
      }
      default -> {
        out.write(bytes, from, to - from);
        out.write(bytes, from, bytes.length - from);
      }
    }
    return out.toByteArray();
  }
}
