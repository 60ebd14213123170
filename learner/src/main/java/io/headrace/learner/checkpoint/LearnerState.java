package io.headrace.learner.checkpoint;

import io.headrace.learner.batch.DemonstrationPosition;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.Stage;

/**
 * Everything a learner needs besides its tensors to go on exactly where it was.
 *
 * <p>There is no generator state: the randomness of a step is drawn from the seed and the step's
 * number.
 *
 * @param step the last optimizer step, 0 at the start
 * @param version the weights version that the checkpoint holds
 * @param stage the stage of the last step
 * @param sftSteps how many of the steps were supervised
 * @param scoredGroupsOffset the offset of {@code scored-groups} the next batch starts from
 * @param demonstrations the place among the demonstrations
 * @param optimizerSteps updates since the optimizer was last reset; 0 means that it holds nothing
 * @param seed the seed of the run's steps
 * @param configuration SHA-256 of the learner's configuration
 */
public record LearnerState(
    long step,
    WeightsVersion version,
    Stage stage,
    long sftSteps,
    long scoredGroupsOffset,
    DemonstrationPosition demonstrations,
    long optimizerSteps,
    long seed,
    String configuration) {

  /** Of a run that starts. */
  public static LearnerState initial(long seed, String configuration) {
    return new LearnerState(
        0,
        new WeightsVersion(0),
        Stage.SFT,
        0,
        0,
        DemonstrationPosition.START,
        0,
        seed,
        configuration);
  }

  /** After a supervised step that read the demonstrations up to a place. */
  public LearnerState afterSft(DemonstrationPosition place, long updates) {
    return new LearnerState(
        step + 1,
        version,
        Stage.SFT,
        sftSteps + 1,
        scoredGroupsOffset,
        place,
        updates,
        seed,
        configuration);
  }

  /**
   * After a policy step that read the scored groups up to an offset; its optimizer is forgotten.
   */
  public LearnerState afterRl(long nextOffset) {
    return new LearnerState(
        step + 1, version, Stage.RL, sftSteps, nextOffset, demonstrations, 0, seed, configuration);
  }

  /** With the weights as the next version. */
  public LearnerState nextVersion() {
    return new LearnerState(
        step,
        version.next(),
        stage,
        sftSteps,
        scoredGroupsOffset,
        demonstrations,
        optimizerSteps,
        seed,
        configuration);
  }

  /** The seed of one step's own randomness. */
  public long stepSeed(long number) {
    return seed * 0x9E3779B97F4A7C15L + number;
  }
}
