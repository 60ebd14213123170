package io.headrace.rollout.backend;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * State of a rollout backend at one moment.
 *
 * @param weightsVersion the version that tokens are drawn with, of several engines the oldest;
 *     empty before the first is loaded
 * @param slots sequences it decodes at once
 * @param busySlots sequences it decodes now
 * @param pendingSamples samples submitted that have not ended, queued ones included
 * @param drawnTokens tokens drawn since the start
 * @param stalled for how long an engine with work has drawn no token, of several engines the
 *     longest; zero when tokens are drawn or there is no work
 * @param problem why it can't sample any more, in one sentence; empty while it can
 */
public record BackendStatus(
    OptionalLong weightsVersion,
    int slots,
    int busySlots,
    int pendingSamples,
    long drawnTokens,
    Duration stalled,
    String problem) {

  /** Whether it samples with this version or a newer one. */
  public boolean serves(long version) {
    return weightsVersion.isPresent() && weightsVersion.getAsLong() >= version;
  }
}
