package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.WeightsLocation;
import io.headrace.testkit.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Versions that a follower reads from the log or through the shared folder. */
class WeightsFollowerIT {

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
  void returnsThePublishedFiles() throws Exception {
    try (WeightsFollower follower = log.follower()) {
      // Given a model of several chunks and an empty file
      Path model = log.model(1, 5_000);
      Files.createFile(model.resolve("notes.txt"));

      // When
      log.publishCommitted(WeightsLog.CHUNKS_OF_1_KIB, 0, model);
      WeightsBundle bundle = log.awaitNext(follower);

      // Then
      assertThat(bundle.version()).isEqualTo(new WeightsVersion(0));
      assertThat(bundle.manifest().getLocation()).isEqualTo(WeightsLocation.LOG);
      WeightsLog.assertSameFiles(bundle.folder(), model);
      assertThat(follower.problem()).isEmpty();
    }
  }

  @Test
  void sendsVersionsAboveTheLimitThroughTheSharedFolder() throws Exception {
    try (WeightsFollower follower = log.follower()) {
      // Given
      Path model = log.model(1, 5_000);

      // When
      log.publishCommitted(WeightsLog.LIMIT_OF_1_KIB, 3, model);
      WeightsBundle bundle = log.awaitNext(follower);

      // Then
      assertThat(bundle.manifest().getLocation()).isEqualTo(WeightsLocation.SHARED_FOLDER);
      WeightsLog.assertSameFiles(bundle.folder(), model);
    }
  }

  @Test
  void neverReturnsAVersionOfAnAbortedTransaction() throws Exception {
    try (WeightsFollower follower = log.follower()) {
      // Given a learner that died after publishing version 1
      log.publishCommitted(WeightsLog.CHUNKS_OF_1_KIB, 0, log.model(1, 3_000));
      log.publishAborted(WeightsLog.CHUNKS_OF_1_KIB, 1, log.model(2, 3_000));

      // When it publishes version 1 again with other bytes
      Path again = log.model(3, 3_000);
      log.publishCommitted(WeightsLog.CHUNKS_OF_1_KIB, 1, again);

      // Then
      WeightsBundle bundle = log.awaitVersion(follower, 1);
      WeightsLog.assertSameFiles(bundle.folder(), again);
    }
  }

  @Test
  void startsAtTheNewestVersion() throws Exception {
    // Given
    for (int version = 0; version < 6; version++) {
      log.publishCommitted(WeightsLog.CHUNKS_OF_1_KIB, version, log.model(version, 40_000));
    }
    log.awaitReadable(5);

    // When
    try (WeightsFollower follower = log.follower()) {
      WeightsBundle bundle = log.awaitNext(follower);

      // Then
      assertThat(bundle.version()).isEqualTo(new WeightsVersion(5));
    }
  }
}
