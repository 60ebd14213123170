package io.headrace.learner.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which groups each optimizer update trains on. */
class UpdatePlanTest {

  @Test
  void everyEpochHasEveryGroupOnceInMiniBatchesOfSimilarSize() {
    // Given
    UpdatePlan plan = new UpdatePlan(3, 4);

    // When
    List<List<Integer>> updates = plan.updates(10, 7);

    // Then
    assertThat(updates).hasSize(12).allMatch(update -> update.size() == 2 || update.size() == 3);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(updates.subList(epoch * 4, epoch * 4 + 4).stream().flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 10).boxed().toList());
    }
  }

  @Test
  void thePlanIsAFunctionOfTheSeed() {
    assertThat(new UpdatePlan(2, 2).updates(16, 1)).isEqualTo(new UpdatePlan(2, 2).updates(16, 1));
    assertThat(new UpdatePlan(2, 2).updates(16, 1))
        .isNotEqualTo(new UpdatePlan(2, 2).updates(16, 2));
  }

  @Test
  void thereAreNoMoreMiniBatchesThanGroups() {
    assertThat(new UpdatePlan(1, 8).updates(3, 1)).hasSize(3);
  }
}
