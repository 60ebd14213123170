package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.WeightsManifest;
import io.headrace.testkit.RunFixture;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ChunkWindowTest {

  @Test
  void keepsTheNewestVersionsAndDropsOlderOnesOnceADownloadHadTime() {
    // Given three versions, five minutes apart, of which two stay
    ChunkWindow window = new ChunkWindow(2);
    assertThat(window.committed(manifest(0))).isEmpty();
    assertThat(window.committed(manifest(1))).isEmpty();

    // When the third is published, ten minutes after the first
    OptionalLong before = window.committed(manifest(2));

    // Then the chunks before those of the second can be deleted
    assertThat(before).hasValue(100);
    assertThat(window.committed(manifest(3))).hasValue(200);
  }

  @Test
  void keepsWhatAReaderMayBeDownloadingHoweverManyVersionsFollow() {
    ChunkWindow window = new ChunkWindow(2);
    for (int version = 0; version < 50; version++) {
      WeightsManifest atOnce =
          WeightsManifest.newBuilder(manifest(version)).setPublishedAt(RunFixture.START).build();
      assertThat(window.committed(atOnce)).isEmpty();
    }
  }

  private static WeightsManifest manifest(long version) {
    WeightsManifest manifest =
        RunFixture.of("r").progress().manifest(version, new byte[] {1}, version * 100);
    return WeightsManifest.newBuilder(manifest)
        .setPublishedAt(RunFixture.START.plus(Duration.ofMinutes(5).multipliedBy(version)))
        .build();
  }
}
