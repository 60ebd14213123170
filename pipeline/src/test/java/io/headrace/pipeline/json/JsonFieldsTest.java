package io.headrace.pipeline.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\":null}"})
  void aFieldThatIsNullIsAbsentForEveryType(String json) throws JsonProcessingException {
    // Given
    JsonFields fields = fields(json);

    // Then
    assertThat(fields.has("a")).isFalse();
    assertThat(fields.field("a")).isEmpty();
    assertThat(fields.text("a")).isEmpty();
    assertThat(fields.texts("a")).isEmpty();
    assertThat(fields.flag("a")).isFalse();
    assertThat(fields.integer("a", 7)).isEqualTo(7);
    assertThat(fields.integers("a")).isEmpty();
    assertThat(fields.number("a", 0.5)).isEqualTo(0.5);
    assertThat(fields.object("a").has("b")).isFalse();
    assertThat(fields.objects("a")).isEmpty();
  }

  @Test
  void aValueOfItsTypeIsReturned() throws JsonProcessingException {
    // Given
    JsonFields fields =
        fields(
            "{\"t\":\"null\",\"f\":true,\"i\":[1,2],\"n\":3,\"o\":{\"p\":4},\"l\":[{\"q\":\"x\"}]}");

    // Then the word null is a text like any other
    assertThat(fields.text("t")).contains("null");
    assertThat(fields.flag("f")).isTrue();
    assertThat(fields.integers("i")).isEqualTo(List.of(1, 2));
    assertThat(fields.integers("n")).isEqualTo(List.of(3));
    assertThat(fields.number("n", 0)).isEqualTo(3);
    assertThat(fields.object("o").longInteger("p")).isEqualTo(4);
    assertThat(fields.objects("l").getFirst().requiredText("q")).isEqualTo("x");
  }

  @ParameterizedTest
  @MethodSource
  void aValueOfAnotherTypeIsReportedWithItsPath(
      Function<JsonFields, Object> read, String json, String problem)
      throws JsonProcessingException {
    // Given
    JsonFields fields = fields(json);

    // When it is read, Then place, path, type and value are in the sentence
    assertThatThrownBy(() -> read.apply(fields)).hasMessage("[file.json] " + problem);
  }

  static Stream<Arguments> aValueOfAnotherTypeIsReportedWithItsPath() {
    return Stream.of(
        rejection(f -> f.text("a"), "{\"a\":1}", "a must be a text, not 1; correct the file"),
        rejection(f -> f.requiredText("a"), "{\"a\":null}", "a is missing; give it as a text"),
        rejection(f -> f.integer("a"), "{}", "a is missing; give it as a whole number"),
        rejection(
            f -> f.longInteger("a"),
            "{\"a\":1.5}",
            "a must be a whole number, not 1.5; correct the file"),
        rejection(
            f -> f.flag("a"),
            "{\"a\":\"no\"}",
            "a must be true or false, not \"no\"; correct the file"),
        rejection(
            f -> f.integers("a"),
            "{\"a\":[1,null]}",
            "a must be a whole number or a list of them, not [1,null]; correct the file"),
        rejection(
            f -> f.texts("a"),
            "{\"a\":[null]}",
            "a must be a list of texts, not [null]; correct the file"),
        rejection(
            f -> f.object("a").object("b").integer("c"),
            "{\"a\":{\"b\":{\"c\":true}}}",
            "a.b.c must be a whole number, not true; correct the file"),
        rejection(
            f -> f.objects("a").get(1).requiredText("b"),
            "{\"a\":[{},{\"b\":[]}]}",
            "a[1].b must be a text, not []; correct the file"));
  }

  private static Arguments rejection(
      Function<JsonFields, Object> read, String json, String problem) {
    return Arguments.of(read, json, problem);
  }

  private static JsonFields fields(String json) throws JsonProcessingException {
    return JsonFields.of(
        JSON.readTree(json), problem -> new IllegalArgumentException("[file.json] " + problem));
  }
}
