package io.headrace.pipeline.weights;

import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * The chunks that a reader may still need: those of the newest versions, and those published in the
 * ten minutes before the newest version, which a reader may be downloading. Pure; not safe for
 * threads.
 */
final class ChunkWindow {

  private static final Duration DOWNLOAD = Duration.ofMinutes(10);

  private final int kept;
  private final Deque<Published> published = new ArrayDeque<>();

  private record Published(long firstOffset, Instant at) {}

  /**
   * @param kept number of the newest versions that are kept, at least 1
   */
  ChunkWindow(int kept) {
    this.kept = kept;
  }

  /**
   * Adds a committed version.
   *
   * @return the offset before which no chunk is needed any more; empty when it is unchanged
   */
  OptionalLong committed(WeightsManifest manifest) {
    Instant now = manifest.getPublishedAt();
    long first =
        manifest.getFiles().stream().mapToLong(WeightsFile::getFirstChunkOffset).min().orElse(0);
    published.addLast(new Published(first, now));
    OptionalLong before = OptionalLong.empty();
    while (published.size() > kept && !published.getFirst().at().plus(DOWNLOAD).isAfter(now)) {
      published.removeFirst();
      before = OptionalLong.of(published.getFirst().firstOffset());
    }
    return before;
  }
}
