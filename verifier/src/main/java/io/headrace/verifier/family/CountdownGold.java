package io.headrace.verifier.family;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The numbers and the target of a countdown task.
 *
 * @param numbers the given numbers, each as often as it may be used
 * @param target the value to reach
 * @param all whether every number has to be used; else each may be used at most as often as given
 */
record CountdownGold(List<BigInteger> numbers, BigInteger target, boolean all) {

  private static final int MOST_NUMBERS = 16;
  private static final BigInteger HIGHEST = BigInteger.TEN.pow(9);
  private static final Set<String> KEYS = Set.of("numbers", "target", "use");

  CountdownGold {
    numbers = List.copyOf(numbers);
  }

  /** Reads {@code {"numbers":[3,5,2],"target":16,"use":"all"}}, empty when it isn't that. */
  static Optional<CountdownGold> read(String json) {
    try {
      JsonNode node = FinalAnswer.STRICT_JSON.readTree(json);
      return node.isObject() ? ofObject(node) : Optional.empty();
    } catch (JsonProcessingException invalid) {
      return Optional.empty();
    }
  }

  private static Optional<CountdownGold> ofObject(JsonNode node) {
    boolean known = node.propertyStream().allMatch(property -> KEYS.contains(property.getKey()));
    String use = node.path("use").asText("all");
    JsonNode target = node.path("target");
    List<BigInteger> numbers = new ArrayList<>();
    for (JsonNode number : node.path("numbers")) {
      if (!isWhole(number) || number.bigIntegerValue().signum() < 0) {
        return Optional.empty();
      }
      numbers.add(number.bigIntegerValue());
    }
    boolean sized = !numbers.isEmpty() && numbers.size() <= MOST_NUMBERS;
    if (!known || !sized || !isWhole(target) || !Set.of("all", "some").contains(use)) {
      return Optional.empty();
    }
    return Optional.of(new CountdownGold(numbers, target.bigIntegerValue(), use.equals("all")));
  }

  private static boolean isWhole(JsonNode node) {
    return node.isIntegralNumber() && node.bigIntegerValue().abs().compareTo(HIGHEST) <= 0;
  }

  /** Whether an expression uses the numbers as the task allows. */
  boolean allows(List<BigInteger> used) {
    List<BigInteger> left = new ArrayList<>(numbers);
    return used.stream().allMatch(left::remove) && (!all || left.isEmpty());
  }
}
