package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsManifest;
import io.headrace.testkit.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Versions and records that a follower rejects, and the versions that it serves then. */
class InvalidWeightsIT {

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @TempDir Path folder;

  private WeightsLog log;

  @BeforeEach
  void openLog() {
    log = WeightsLog.create(BROKER, folder);
  }

  @AfterEach
  void closeLog() {
    log.close();
  }

  @Test
  void rejectsAVersionWithAFlippedByteAndReturnsTheNext() throws Exception {
    try (WeightsFollower follower = log.follower()) {
      // Given version 0 is served
      log.publishCommitted(WeightsLog.CHUNKS_OF_1_KIB, 0, log.model(1, 3_000));
      WeightsBundle served = log.awaitNext(follower);

      // When version 1 is published with one bit flipped
      log.sendCommitted(WeightsLog.flipped(log.chunk(1)), log.manifest(1));

      // Then it is rejected, and the previous version stays in use
      assertThat(log.awaitProblem(follower))
          .contains("[run=" + log.run() + " weights=v1 file=model.safetensors] its SHA-256 is ")
          .endsWith("the version is not served");
      assertThat(Files.exists(served.folder().resolve("model.safetensors"))).isTrue();

      // and the next good version is served
      log.publishCommitted(WeightsLog.CHUNKS_OF_1_KIB, 2, log.model(2, 3_000));
      assertThat(log.awaitNext(follower).version()).isEqualTo(new WeightsVersion(2));
      assertThat(follower.problem()).isEmpty();
    }
  }

  @Test
  void returnsAValidVersionWhenTheNextOneIsCorrupt() throws Exception {
    try (WeightsFollower follower = log.follower()) {
      // Given both are read in one poll
      log.sendCommitted(
          log.chunk(1), log.manifest(1), WeightsLog.flipped(log.chunk(2)), log.manifest(2));

      // When
      WeightsBundle bundle = log.awaitNext(follower);

      // Then
      assertThat(bundle.version()).isEqualTo(new WeightsVersion(1));
      assertThat(follower.problem()).contains("weights=v2");
    }
  }

  @Test
  void rejectsAManifestWithoutItsChunks() throws Exception {
    try (WeightsFollower follower = log.follower()) {
      // When
      log.sendCommitted(log.manifest(1));

      // Then
      assertThat(log.awaitProblem(follower))
          .contains("weights=v1")
          .contains("0 of 1 chunks are present");
    }
  }

  @Test
  void rejectsAManifestWithAWrongSize() throws Exception {
    try (WeightsFollower follower = log.follower()) {
      // Given
      WeightsManifest honest = log.manifest(1);
      var file =
          WeightsFile.newBuilder(honest.getFiles().getFirst()).setSize(Long.MAX_VALUE).build();
      var lie = WeightsManifest.newBuilder(honest).setFiles(List.of(file)).build();

      // When
      log.sendCommitted(log.chunk(1), lie);

      // Then
      assertThat(log.awaitProblem(follower)).contains("weights=v1").contains("bytes");
    }
  }

  @Test
  void reportsAnUndecodableRecordAndContinues() throws Exception {
    try (WeightsFollower follower = log.follower()) {
      // Given
      log.sendUndecodable();

      // When
      String problem = log.awaitProblem(follower);

      // Then
      assertThat(problem).contains("offset=0").contains("UNDECODABLE_RECORD");
      log.publishCommitted(WeightsLog.CHUNKS_OF_1_KIB, 0, log.model(1, 3_000));
      assertThat(log.awaitNext(follower).version()).isEqualTo(new WeightsVersion(0));
    }
  }
}
