package io.headrace.pipeline.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.testkit.ProgressFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldOutAccuracyTest {

  private static final ProgressFixture EVENTS = new ProgressFixture("r");

  @Test
  void anAnswerWithoutAScoreIsNotAWrongOne() {
    assertThat(HeldOutAccuracy.of(new Accuracy(45, 90, 100))).contains(0.5);
  }

  @Test
  void withFewScoredAnswersThereIsNoAccuracy() {
    assertThat(HeldOutAccuracy.of(new Accuracy(89, 89, 100))).isEmpty();
    assertThat(HeldOutAccuracy.of(new Accuracy(0, 0, 0))).isEmpty();
    assertThat(HeldOutAccuracy.of(null)).isEmpty();
  }

  @Test
  void anEvaluationIsConclusiveIfEveryRequestedModeHasAnAccuracy() {
    Accuracy full = new Accuracy(50, 100, 100);
    Accuracy few = new Accuracy(1, 1, 100);
    assertThat(HeldOutAccuracy.isConclusive(evaluation(full, full))).isTrue();
    assertThat(HeldOutAccuracy.isConclusive(evaluation(full, null))).isTrue();
    assertThat(HeldOutAccuracy.isConclusive(evaluation(full, few))).isFalse();
    assertThat(HeldOutAccuracy.isConclusive(evaluation(null, null))).isFalse();
  }

  private static EvaluationCompleted evaluation(
      @Nullable Accuracy greedy, @Nullable Accuracy sampled) {
    return EvaluationCompleted.newBuilder(EVENTS.evaluation(1, 50))
        .setGreedy(greedy)
        .setSampled(sampled)
        .build();
  }
}
