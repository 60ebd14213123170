package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.weights.VersionCandidates.Candidate;
import io.headrace.schemas.WeightsManifest;
import io.headrace.testkit.RunFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionCandidatesTest {

  private final VersionCandidates candidates = new VersionCandidates();

  @Test
  void aVersionWithARetriableFailureStaysUntilItIsValid() {
    // Given
    Candidate version = candidate(5);

    // When
    candidates.failed(version, new HeadraceException(ErrorCode.DISK_FAILED, "the disk is full"));

    // Then
    assertThat(candidates.newestFirst()).containsExactly(version);
    assertThat(candidates.problem()).isEqualTo("the disk is full");
    candidates.markValid(version);
    assertThat(candidates.isEmpty()).isTrue();
    assertThat(candidates.problem()).isEmpty();
  }

  @Test
  void aCorruptVersionIsRemovedAndItsProblemStays() {
    // Given
    Candidate version = candidate(5);

    // When
    candidates.failed(version, new HeadraceException(ErrorCode.CORRUPT_WEIGHTS, "bytes differ"));

    // Then
    assertThat(candidates.isEmpty()).isTrue();
    assertThat(candidates.problem()).isEqualTo("bytes differ");
  }

  @Test
  void aValidVersionRemovesOlderCandidatesOnly() {
    // Given
    Candidate older = candidate(5);
    Candidate middle = candidate(6);
    Candidate newer = candidate(7);
    var failure = new HeadraceException(ErrorCode.INCOMPLETE_WEIGHTS, "v7 is not there whole");
    candidates.failed(newer, failure);

    // When
    candidates.markValid(middle);

    // Then
    assertThat(candidates.newestFirst()).containsExactly(newer).doesNotContain(older);
    assertThat(candidates.problem()).isEqualTo("v7 is not there whole");
  }

  @Test
  void aRepeatedFailureOfAVersionIsNotNew() {
    // Given
    Candidate version = candidate(5);
    var full = new HeadraceException(ErrorCode.DISK_FAILED, "the disk is full");

    // When / Then
    assertThat(List.of(candidates.failed(version, full), candidates.failed(version, full)))
        .containsExactly(true, false);
  }

  @Test
  void oldCandidatesAreRemoved() {
    // When many versions fail one after the other
    for (long offset = 0; offset < 50; offset++) {
      candidates.failed(
          candidate(offset), new HeadraceException(ErrorCode.DISK_FAILED, "full at " + offset));
    }

    // Then
    assertThat(candidates.newestFirst()).hasSize(8);
    assertThat(candidates.problem()).isEqualTo("full at 49");
  }

  private Candidate candidate(long offset) {
    WeightsManifest manifest = RunFixture.of("run").progress().manifest(offset, new byte[] {1}, 0);
    candidates.add(offset, manifest);
    return new Candidate(offset, manifest);
  }
}
