package io.headrace.pipeline.config;

import io.headrace.pipeline.id.LearnerId;
import java.time.Duration;

/**
 * The learner.
 *
 * @param id names the learner in its run: its transactional id, versions, steps and checkpoints
 * @param threads of matrix products
 * @param device where it trains
 * @param precision of matrix products
 * @param microBatchTokens tokens of a micro-batch, padding counted
 * @param clipNorm largest gradient norm
 * @param weightDecay of AdamW
 * @param batchDeadline time of waiting for a batch after which it is reported
 * @param checkpointsKept number of checkpoints that stay on disk
 * @param sft supervised fine-tuning
 * @param rl policy optimization
 */
public record LearnerConfig(
    String id,
    int threads,
    DeviceSetting device,
    PrecisionSetting precision,
    int microBatchTokens,
    double clipNorm,
    double weightDecay,
    Duration batchDeadline,
    int checkpointsKept,
    SftConfig sft,
    RlConfig rl) {

  public LearnerConfig {
    checkId(id);
    Check.between("learner.threads", threads, 1, Check.MOST_THREADS);
    Check.atLeast("learner.micro-batch-tokens", microBatchTokens, 1);
    Check.positive("learner.clip-norm", clipNorm);
    Check.notNegative("learner.weight-decay", weightDecay);
    Check.positive("learner.batch-deadline", batchDeadline);
    Check.atLeast("learner.checkpoints-kept", checkpointsKept, 1);
  }

  /** The learner's id. */
  public LearnerId learnerId() {
    return new LearnerId(id);
  }

  private static void checkId(String id) {
    try {
      new LearnerId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(
          "learner.id", String.valueOf(e.getMessage()).replaceFirst("^learner id ", ""));
    }
  }
}
