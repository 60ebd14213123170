package io.headrace.reward.assembly;

import static io.headrace.reward.SampleEvents.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScorerWeightsTest {

  private static Optional<String> problem(Map<String, Double> weights) {
    GroupRequest request = request("t.e1.7", 1, Purpose.TRAIN, List.of("a", "b"));
    return EventValidator.problem(
        GroupRequest.newBuilder(request).setScorerWeights(weights).build());
  }

  @Test
  void aRequestHasAWeightForEachScorerOrNone() {
    assertThat(problem(Map.of())).isEmpty();
    assertThat(problem(Map.of("a", 2.0, "b", 0.0))).isEmpty();
    assertThat(problem(Map.of("a", 1.0)).orElseThrow())
        .isEqualTo(
            "the request has weights for [a] and scorers [a, b], expected a weight for each"
                + " scorer");
    assertThat(problem(Map.of("a", 1.0, "b", 1.0, "c", 1.0))).isPresent();
  }

  @Test
  void weightsAreNotNegativeAndOneIsAboveZero() {
    assertThat(problem(Map.of("a", 1.0, "b", -1.0))).isPresent();
    assertThat(problem(Map.of("a", Double.NaN, "b", 1.0))).isPresent();
    assertThat(problem(Map.of("a", Double.POSITIVE_INFINITY, "b", 1.0))).isPresent();
    assertThat(problem(Map.of("a", 0.0, "b", 0.0))).isPresent();
  }

  @Test
  void equalWeightsGiveExactlyTheMeanWithoutWeights() {
    // Given
    List<Map.Entry<String, Double>> scores =
        List.of(Map.entry("a", 0.1), Map.entry("b", 0.7), Map.entry("c", 0.3));
    double plain = (0.1 + 0.7 + 0.3) / 3;

    // Then
    assertThat(new ScorerWeights(Map.of()).mean(scores)).isEqualTo(plain);
    assertThat(new ScorerWeights(Map.of("a", 0.1, "b", 0.1, "c", 0.1)).mean(scores))
        .isEqualTo(plain);
  }
}
