package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.testkit.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Versions that a follower retries until their files can be read and stored. */
class RetriedWeightsIT {

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
  void returnsAVersionOnceItsSharedFolderIsVisible() throws Exception {
    try (WeightsFollower follower = log.follower()) {
      // Given a version whose folder this machine does not see yet
      Path model = log.model(1, 5_000);
      log.publishHidden(3, model);
      assertThat(log.awaitProblem(follower)).contains("weights=v3").contains("is not there");

      // When it appears
      Files.move(log.hidden(), log.shared(3));

      // Then the version is returned without being published again
      WeightsBundle bundle = log.awaitNext(follower);
      assertThat(bundle.version()).isEqualTo(new WeightsVersion(3));
      WeightsLog.assertSameFiles(bundle.folder(), model);
      assertThat(follower.problem()).isEmpty();
    }
  }

  @Test
  void aNewerVersionEndsTheRetriesOfTheOlder() throws Exception {
    try (WeightsFollower follower = log.follower()) {
      // Given version 3 that can't be served yet, and then version 4 that can
      log.publishHidden(3, log.model(1, 5_000));
      assertThat(log.awaitProblem(follower)).contains("weights=v3");
      log.publishCommitted(WeightsLog.CHUNKS_OF_1_KIB, 4, log.model(2, 3_000));
      assertThat(log.awaitNext(follower).version()).isEqualTo(new WeightsVersion(4));

      // When version 3 could be served
      Files.move(log.hidden(), log.shared(3));

      // Then it is not
      assertThat(follower.problem()).isEmpty();
      assertThat(follower.poll(WeightsLog.NOTHING_COMES)).isEmpty();
      assertThat(follower.poll(WeightsLog.NOTHING_COMES)).isEmpty();
    }
  }

  @Test
  void storesAVersionOnceTheDiskHasSpace() throws Exception {
    try (WeightsFollower follower = log.follower()) {
      // Given version 0 is served, and a disk that does not take version 1
      log.publishCommitted(WeightsLog.CHUNKS_OF_1_KIB, 0, log.model(1, 3_000));
      WeightsBundle served = log.awaitNext(follower);
      Path obstacle = served.folder().resolveSibling("v1").resolve("config.json");
      Files.createDirectories(obstacle);
      Path model = log.model(2, 3_000);
      log.publishCommitted(WeightsLog.CHUNKS_OF_1_KIB, 1, model);
      assertThat(log.awaitProblem(follower)).contains("weights=v1").contains("storing it in");
      assertThat(served.folder().resolve("model.safetensors")).exists();

      // When it does
      Files.delete(obstacle);

      // Then
      WeightsBundle bundle = log.awaitNext(follower);
      assertThat(bundle.version()).isEqualTo(new WeightsVersion(1));
      WeightsLog.assertSameFiles(bundle.folder(), model);
      assertThat(follower.problem()).isEmpty();
    }
  }
}
