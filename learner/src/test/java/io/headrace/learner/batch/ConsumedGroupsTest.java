package io.headrace.learner.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsumedGroupsTest {

  @Test
  void remembersTheNewestGroupsOnly() {
    // Given
    Set<String> consumed = ConsumedGroups.newest();

    // When
    for (int group = 0; group < ConsumedGroups.REMEMBERED + 10; group++) {
      consumed.add("g" + group);
    }

    // Then
    assertThat(consumed).hasSize(ConsumedGroups.REMEMBERED).contains("g10").doesNotContain("g9");
  }
}
