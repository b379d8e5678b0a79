package io.flowscope.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.Promise;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemasTest {
  enum Color {
    RED,
    GREEN
  }

  record Options(byte level, Optional<String> note, @Nullable Duration limit, Set<Color> colors) {}

  record Tree(String name, List<Promise<Tree>> children) {}

  sealed interface Figure permits Circle, Square {}

  record Circle(double radius) implements Figure {}

  record Square(long side) implements Figure {}

  @SuppressWarnings("unused")
  interface Methods {
    void simple(URI video, int count, String name, boolean flag, Promise<Double> rate);

    void options(Options options);

    void optional(Optional<Integer> count);

    void tree(Tree tree);

    void figure(Figure figure, Map<Color, List<byte[]>> map);

    void impossible(List<InputStream> streams);
  }

  @Test
  void primitivesAndText() {
    assertThat(schema("simple"))
        .isEqualTo(
            json(
                """
                {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"array",
                 "prefixItems":[
                  {"title":"video","type":"string","format":"uri","x-java":"URI"},
                  {"title":"count","type":"integer","minimum":-2147483648,"maximum":2147483647,
                   "x-java":"Integer"},
                  {"title":"name","type":"string","x-java":"String"},
                  {"title":"flag","type":"boolean","x-java":"Boolean"},
                  {"title":"rate","type":"number","x-java":"Double"}],
                 "items":false,"minItems":5}
                """));
  }

  @Test
  void recordsAndWhatTheyMayLack() {
    assertThat(schema("options").at("/prefixItems/0"))
        .isEqualTo(
            json(
                """
                {"title":"options","type":"object","properties":{
                  "level":{"type":"integer","minimum":-128,"maximum":127,"x-java":"Byte"},
                  "note":{"type":"string","x-java":"String"},
                  "limit":{"type":"string","format":"duration","x-java":"Duration"},
                  "colors":{"type":"array","items":
                    {"type":"string","enum":["RED","GREEN"],"x-java":"Color"},
                    "uniqueItems":true,"x-java":"Set<Color>"}},
                 "required":["level","colors"],"additionalProperties":false,"x-java":"Options"}
                """));
    assertThat(schema("optional").at("/prefixItems/0/anyOf/1"))
        .isEqualTo(json("{\"type\":\"null\"}"));
  }

  @Test
  void aTypeThatContainsItselfIsADefinition() {
    JsonNode schema = schema("tree");
    assertThat(schema.at("/prefixItems/0/$ref").asText()).isEqualTo("#/$defs/Tree");
    assertThat(schema.at("/$defs/Tree/properties/children/items/$ref").asText())
        .isEqualTo("#/$defs/Tree");
  }

  @Test
  void sealedTypesAndMaps() {
    JsonNode schema = schema("figure");
    assertThat(schema.at("/prefixItems/0/oneOf/0"))
        .isEqualTo(
            json(
                """
                {"type":"object","title":"Circle","properties":{"type":{"const":"Circle"},
                  "radius":{"type":"number","x-java":"Double"}},
                 "required":["type","radius"],"additionalProperties":false}
                """));
    assertThat(schema.at("/prefixItems/1/propertyNames/enum").size()).isEqualTo(2);
    assertThat(schema.at("/prefixItems/1/additionalProperties/items/contentEncoding").asText())
        .isEqualTo("base64");
  }

  @Test
  void whatCannotTravelIsNamed() {
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> schema("impossible"))
        .withMessageStartingWith("streams.*: java.io.InputStream is not a concrete class.");
  }

  private static JsonNode schema(String method) {
    for (var candidate : Methods.class.getDeclaredMethods()) {
      if (candidate.getName().equals(method)) {
        // Read again, so that numbers compare by what is written.
        return json(Schemas.of(Signatures.parameters(candidate)).toString());
      }
    }
    throw new AssertionError(method);
  }

  private static JsonNode json(String text) {
    try {
      return Values.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
