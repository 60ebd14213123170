package io.headrace.pipeline.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.schemas.Task;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TaskScorersTest {

  @Test
  void aTaskWithoutWeightsIsScoredByItsVerifierAlone() {
    TaskScorers scorers = TaskScorers.of(task("number", Map.of()));

    assertThat(scorers.names()).containsExactly("number");
    assertThat(scorers.main()).isEqualTo("number");
    assertThat(scorers.eventWeights()).isEmpty();
  }

  @Test
  void severalScorersAreSortedByNameAndTheMainOneHasTheLargestWeight() {
    Map<String, Double> weights = Map.of("number", 0.8, "brevity", 0.2);
    TaskScorers scorers = TaskScorers.of(task("number", weights));

    assertThat(scorers.names()).containsExactly("brevity", "number");
    assertThat(scorers.main()).isEqualTo("number");
    assertThat(scorers.eventWeights()).isEqualTo(weights);
    assertThat(scorers(Map.of("b", 1.0, "a", 1.0)).main()).isEqualTo("a");
  }

  @Test
  void weightsThatGiveNoMeanAreRejected() {
    assertRejected(Map.of(), "no scorer is named");
    assertRejected(Map.of("a", 1.0, "b", -0.5), "scorer 'b' has the weight -0.5");
    assertRejected(Map.of("a", Double.POSITIVE_INFINITY), "scorer 'a' has the weight Infinity");
    assertRejected(Map.of("a", 0.0, "b", 0.0), "all scorers have the weight 0");
    assertRejected(Map.of(" ", 1.0), "a scorer has a blank name");
  }

  private static void assertRejected(Map<String, Double> weights, String message) {
    assertThatThrownBy(() -> scorers(weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static TaskScorers scorers(Map<String, Double> weights) {
    return new TaskScorers(new TreeMap<>(weights));
  }

  private static Task task(String verifier, Map<String, Double> weights) {
    return Task.newBuilder()
        .setTaskId("a")
        .setPrompt("1+1=")
        .setAnswer("2")
        .setVerifier(verifier)
        .setScorerWeights(weights)
        .build();
  }
}
