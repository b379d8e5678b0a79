package io.flowscope.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.server.http.InputCheck.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputCheckTest {
  private static final String ORDER =
      """
      {"type":"array","items":false,"minItems":1,"prefixItems":[
        {"title":"order","type":"object","required":["id","lines"],"additionalProperties":false,
         "properties":{
           "id":{"type":"string","format":"uuid"},
           "lines":{"type":"array","maxItems":2,"items":{"$ref":"#/$defs/Line"}},
           "speed":{"enum":["SLOW","FAST"]},
           "pay":{"oneOf":[
             {"type":"object","required":["type","iban"],"additionalProperties":false,
              "properties":{"type":{"const":"Transfer"},"iban":{"type":"string"}}},
             {"type":"object","required":["type"],"additionalProperties":false,
              "properties":{"type":{"const":"Cash"}}}]}}},
        {"title":"note","type":["string","null"]}],
       "$defs":{"Line":{"type":"object","required":["count"],
         "properties":{"count":{"type":"integer","minimum":1,"maximum":9},
           "parts":{"type":"array","items":{"$ref":"#/$defs/Line"}}}}}}
      """;

  private static final String ID = "123e4567-e89b-12d3-a456-426614174000";

  private static List<Finding> check(String schema, String input) {
    JsonNode node = Json.read(schema, null);
    return InputCheck.check(node, Json.read(input, null));
  }

  private static String pointer(String input) {
    List<Finding> findings = check(ORDER, input.replace("ID", ID));
    return findings.isEmpty() ? "fits" : findings.getFirst().pointer();
  }

  @Test
  void whatFitsIsTaken() {
    assertThat(pointer("[{'id':'ID','lines':[]}]".replace('\'', '"'))).isEqualTo("fits");
    assertThat(
            pointer(
                "[{'id':'ID','lines':[{'count':1,'parts':[{'count':9}]}]},null]"
                    .replace('\'', '"')))
        .isEqualTo("fits");
    assertThat(pointer("[{'id':'ID','lines':[],'pay':{'type':'Cash'}},'x']".replace('\'', '"')))
        .isEqualTo("fits");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|''",
        "[1]|/0",
        "[{'id':'ID','lines':[]},2]|/1",
        "[{'id':'ID','lines':[]},'a',3]|''",
        "[{'id':'x','lines':[]}]|/0/id",
        "[{'id':'ID'}]|/0/lines",
        "[{'id':'ID','lines':[],'more':1}]|/0/more",
        "[{'id':'ID','lines':[{'count':0}]}]|/0/lines/0/count",
        "[{'id':'ID','lines':[{'count':1.5}]}]|/0/lines/0/count",
        "[{'id':'ID','lines':[{'count':1,'parts':[{'count':10}]}]}]|/0/lines/0/parts/0/count",
        "[{'id':'ID','lines':[{'count':1},{'count':1},{'count':1}]}]|/0/lines",
        "[{'id':'ID','lines':[],'speed':'NO'}]|/0/speed",
        "[{'id':'ID','lines':[],'pay':{'type':'Transfer'}}]|/0/pay/iban",
        "[{'id':'ID','lines':[],'pay':{'type':'Gold'}}]|/0/pay",
      })
  void whatDoesNotFitIsNamedByItsPath(String input, String expected) {
    assertThat(pointer(input.replace('\'', '"').replace("\"\"", "''"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "uri,https://example.org/a.mp4,not a uri",
    "date-time,2026-11-21T10:15:30Z,yesterday",
    "date,2026-11-21,2026-13-01",
    "time,10:15:30,25:00",
    "duration,PT1M30S,90 s",
    "uuid,123e4567-e89b-12d3-a456-426614174000,123",
  })
  void formatsAreReadAsJavaReadsThem(String format, String right, String wrong) {
    String schema = "{\"type\":\"string\",\"format\":\"" + format + "\"}";
    assertThat(check(schema, "\"" + right + "\"")).isEmpty();
    assertThat(check(schema, "\"" + wrong + "\""))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains(wrong).contains("such as"));
  }
}
