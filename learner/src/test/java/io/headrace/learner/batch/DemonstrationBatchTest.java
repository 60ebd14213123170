package io.headrace.learner.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.learner.batch.SkippedRecord.Cause;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Demonstrations come in order and again from the start. */
class DemonstrationBatchTest {

  @Test
  void batchesContinueAtTheFirstRecordAfterTheLast() {
    // Given a topic of five demonstrations
    DemonstrationPosition position = DemonstrationPosition.START;
    List<List<String>> batches = new ArrayList<>();

    // When
    for (int number = 0; number < 4; number++) {
      DemonstrationBatch batch = new DemonstrationBatch(3, position);
      fill(batch, 5);
      batches.add(batch.batch().groups().stream().map(TraceGroup::id).toList());
      position = batch.nextPosition();
    }

    // Then
    assertThat(batches)
        .containsExactly(
            List.of("d0", "d1", "d2"),
            List.of("d3", "d4", "d0"),
            List.of("d1", "d2", "d3"),
            List.of("d4", "d0", "d1"));
    assertThat(position).isEqualTo(new DemonstrationPosition(2, 2));
  }

  @Test
  void aBatchLargerThanTheTopicRepeatsDemonstrations() {
    // Given
    DemonstrationBatch batch = new DemonstrationBatch(5, DemonstrationPosition.START);

    // When
    fill(batch, 2);

    // Then
    assertThat(batch.batch().groups())
        .extracting(TraceGroup::id)
        .containsExactly("d0", "d1", "d0", "d1", "d0");
  }

  @Test
  void aTopicWithoutAUsableDemonstrationIsAnErrorAndNoEndlessLoop() {
    // Given
    DemonstrationBatch batch = new DemonstrationBatch(1, DemonstrationPosition.START);
    batch.skip(new LogPosition(0, 0), "d0", Cause.UNREADABLE, "it is not decodable");
    batch.wrap();
    batch.skip(new LogPosition(0, 0), "d0", Cause.UNREADABLE, "it is not decodable");

    // Then
    assertThatThrownBy(batch::wrap)
        .hasMessage(
            "[demonstrations] none of 2 can be trained on, the last because it is not decodable;"
                + " correct the tasks file");
  }

  private static void fill(DemonstrationBatch batch, int topic) {
    while (!batch.complete()) {
      long offset = batch.nextPosition().offset();
      if (offset == topic) {
        batch.wrap();
      } else {
        batch.take(
            new LogPosition(0, offset),
            TrainingTrace.demonstration("d" + offset, new int[] {1}, new int[] {2}));
      }
    }
  }
}
