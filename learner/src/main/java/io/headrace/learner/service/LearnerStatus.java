package io.headrace.learner.service;

import io.headrace.learner.stage.LearnerAction.Waiting;
import io.headrace.schemas.StepCompleted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The metrics of the learner's heartbeats and why it is idle. Written by the learner's thread, read
 * by any; a learner that waits is thus distinguished from one that hangs.
 */
final class LearnerStatus {

  /**
   * Why the learner is idle.
   *
   * @param decision what it waits for; empty while a batch is being collected
   * @param reason in words
   * @param since when it became idle
   */
  record Idle(Optional<Waiting> decision, String reason, Instant since) {}

  private final Map<String, Double> metrics = new HashMap<>();
  private Optional<Idle> idle = Optional.empty();

  /** Records the metrics of a step. */
  synchronized void stepped(StepCompleted step) {
    metrics.put(LearnerMetrics.STEP, (double) step.getStep());
    metrics.put(LearnerMetrics.LOSS, step.getLoss());
    metrics.put(LearnerMetrics.GRADIENT_NORM, step.getGradientNorm());
    metrics.put(
        LearnerMetrics.TOKENS_PER_SECOND,
        step.getTrainedTokens() * 1000.0 / Math.max(1, step.getComputeMillis()));
    metrics.put(LearnerMetrics.STALENESS, step.getMeanStaleness());
    metrics.put(LearnerMetrics.WAITED, step.getWaitMillis() / 1000.0);
    Double reward = step.getMeanReward();
    if (reward != null) {
      metrics.put(LearnerMetrics.REWARD, reward);
    }
  }

  /** Records that a batch is being collected. */
  synchronized void collecting(String what, int have, int needed, int skipped, Instant now) {
    metrics.put(LearnerMetrics.BATCH_ENTRIES, (double) have);
    metrics.put(LearnerMetrics.BATCH_SIZE, (double) needed);
    idle(
        new Idle(
            Optional.empty(),
            "%s: %d of %d, %d skipped".formatted(what, have, needed, skipped),
            now));
  }

  /** Records that the learner waits. */
  synchronized void waiting(Waiting decision, String reason, Instant now) {
    idle(new Idle(Optional.of(decision), reason, now));
  }

  /** Records that the learner computes or commits. */
  synchronized void busy() {
    idle = Optional.empty();
  }

  private void idle(Idle next) {
    Instant since =
        idle.filter(known -> known.decision().equals(next.decision()))
            .map(Idle::since)
            .orElse(next.since());
    idle = Optional.of(new Idle(next.decision(), next.reason(), since));
  }

  /** Why the learner is idle; empty while it computes or commits. */
  synchronized Optional<Idle> idle() {
    return idle;
  }

  /** How long the learner has been idle. */
  synchronized Duration idleFor(Instant now) {
    return idle.map(known -> Duration.between(known.since(), now)).orElse(Duration.ZERO);
  }

  /** The metrics for a heartbeat. */
  synchronized Map<String, Double> metrics(Instant now) {
    Map<String, Double> all = new HashMap<>(metrics);
    all.put(LearnerMetrics.IDLE, idleFor(now).toMillis() / 1000.0);
    for (Waiting each : Waiting.values()) {
      all.put(
          LearnerMetrics.WAITING_FOR + each.name().toLowerCase(Locale.ROOT),
          idle.flatMap(Idle::decision).filter(each::equals).isPresent() ? 1.0 : 0.0);
    }
    all.put(
        LearnerMetrics.WAITING_FOR + "batch",
        idle.filter(known -> known.decision().isEmpty()).isPresent() ? 1.0 : 0.0);
    return all;
  }
}
