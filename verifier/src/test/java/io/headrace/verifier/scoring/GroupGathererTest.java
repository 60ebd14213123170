package io.headrace.verifier.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.verifier.scoring.GroupGatherer.Gathered;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupGathererTest {

  private final GroupGatherer<String> gatherer = new GroupGatherer<>(3);

  @Test
  void aGroupLeavesInTheOrderOfItsSamplesWhenItIsComplete() {
    // Given
    assertThat(gatherer.add("a", 2, 1, "a1")).isTrue();
    assertThat(gatherer.next("a")).isEmpty();

    // When
    assertThat(gatherer.add("a", 2, 0, "a0")).isTrue();

    // Then
    assertThat(gatherer.next("a")).contains(new Gathered<>(List.of("a0", "a1"), 2, true));
    assertThat(gatherer.next("a")).isEmpty();
  }

  @Test
  void theFirstMemberOfASampleIsKept() {
    // Given
    assertThat(gatherer.add("a", 2, 0, "first")).isTrue();

    // When
    assertThat(gatherer.add("a", 2, 0, "second")).isFalse();

    // Then
    assertThat(gatherer.next("a")).isEmpty();
    assertThat(gatherer.end("a")).contains(new Gathered<>(List.of("first"), 2, false));
  }

  @Test
  void theOldestGroupLeavesIncompleteWhenThereAreTooManyMembers() {
    // Given
    assertThat(gatherer.add("a", 4, 0, "a0")).isTrue();
    assertThat(gatherer.add("b", 4, 0, "b0")).isTrue();
    assertThat(gatherer.add("a", 4, 1, "a1")).isTrue();
    assertThat(gatherer.next("a")).isEmpty();

    // When
    assertThat(gatherer.add("b", 4, 1, "b1")).isTrue();

    // Then
    assertThat(gatherer.next("b")).contains(new Gathered<>(List.of("a0", "a1"), 4, false));
    assertThat(gatherer.next("b")).isEmpty();
  }

  @Test
  void aRemovedMemberLeavesItsPlaceToAnother() {
    // Given
    assertThat(gatherer.add("a", 2, 0, "lost")).isTrue();
    gatherer.remove("a", 0, "lost");
    assertThat(gatherer.add("a", 2, 1, "a1")).isTrue();

    // When
    assertThat(gatherer.add("a", 2, 0, "again")).isTrue();

    // Then
    assertThat(gatherer.next("a")).contains(new Gathered<>(List.of("again", "a1"), 2, true));
  }
}
