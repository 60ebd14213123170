package io.headrace.verifier.number;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads gold answers: a number, a solution that ends in {@code #### number}, or a JSON array of
 * acceptable numbers.
 */
final class GoldNumbers {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final String HASHES = "####";

  private GoldNumbers() {}

  /** The acceptable numbers, empty when one of them does not parse or there is none. */
  static List<NumberValue> read(String gold) {
    List<NumberValue> numbers = new ArrayList<>();
    for (String text : alternatives(gold.strip())) {
      Optional<NumberValue> number = one(text.strip());
      if (number.isEmpty()) {
        return List.of();
      }
      numbers.add(number.get());
    }
    return numbers;
  }

  private static Optional<NumberValue> one(String written) {
    String text = CharacterNormalizer.plain(written);
    int hashes = text.lastIndexOf(HASHES);
    if (hashes >= 0) {
      return NumberReader.whole(text.substring(hashes + HASHES.length()));
    }
    return BoxedAnswer.last(text)
        .map(box -> box.braced() && !box.part() ? box.content() : "")
        .or(() -> Optional.of(text))
        .flatMap(NumberReader::whole);
  }

  private static List<String> alternatives(String gold) {
    if (!gold.startsWith("[")) {
      return List.of(gold);
    }
    try {
      List<String> texts = new ArrayList<>();
      for (JsonNode element : JSON.readTree(gold)) {
        texts.add(element.isTextual() || element.isNumber() ? element.asText() : "");
      }
      return texts;
    } catch (JsonProcessingException invalid) {
      return List.of(gold);
    }
  }
}
