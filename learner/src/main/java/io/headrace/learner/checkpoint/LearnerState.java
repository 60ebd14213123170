package io.headrace.learner.checkpoint;

import io.headrace.learner.batch.DemonstrationPosition;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.Stage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Everything besides tensors that a learner needs to continue exactly where it stopped.
 *
 * <p>There is no random generator state: the random numbers of a step are derived from the seed and
 * the step's number.
 *
 * @param step the last optimizer step, 0 at the start
 * @param version the weights version of the checkpoint
 * @param stage kind of the stage of the last step
 * @param stageId id of the stage of the last step, empty before the first
 * @param stages the state of each stage by id, in the order in which they were entered
 * @param scoredGroupsOffset the offset of {@code scored-groups} at which the next batch starts
 * @param optimizerSteps updates since the optimizer was last reset; 0 means no moments
 * @param seed the seed of the run's steps
 * @param configuration SHA-256 of the learner's configuration
 */
public record LearnerState(
    long step,
    WeightsVersion version,
    Stage stage,
    String stageId,
    SequencedMap<String, StageProgress> stages,
    long scoredGroupsOffset,
    long optimizerSteps,
    long seed,
    String configuration) {

  public LearnerState {
    stages = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(stages));
  }

  /** At the start of a run. */
  public static LearnerState initial(long seed, String configuration) {
    return new LearnerState(
        0, new WeightsVersion(0), Stage.SFT, "", new LinkedHashMap<>(), 0, 0, seed, configuration);
  }

  /** The state of a stage. */
  public StageProgress in(String id) {
    return stages.getOrDefault(id, StageProgress.NONE);
  }

  /** The position in the demonstrations of the newest stage that read any. */
  public DemonstrationPosition demonstrations() {
    return stages.reversed().values().stream()
        .map(StageProgress::demonstrations)
        .filter(place -> !place.equals(DemonstrationPosition.START))
        .findFirst()
        .orElse(DemonstrationPosition.START);
  }

  /** After a supervised step of a stage that read the demonstrations up to a position. */
  public LearnerState afterSft(String id, DemonstrationPosition place, long updates) {
    return after(Stage.SFT, id, place, scoredGroupsOffset, updates);
  }

  /**
   * After a policy step of a stage that read the scored groups up to an offset.
   *
   * @param updates since the optimizer was last reset; 0 when the next step resets it
   */
  public LearnerState afterRl(String id, long nextOffset, long updates) {
    return after(Stage.RL, id, in(id).demonstrations(), nextOffset, updates);
  }

  private LearnerState after(
      Stage kind, String id, DemonstrationPosition place, long groupsOffset, long updates) {
    SequencedMap<String, StageProgress> next = new LinkedHashMap<>(stages);
    next.put(id, in(id).after(place));
    return new LearnerState(
        step + 1, version, kind, id, next, groupsOffset, updates, seed, configuration);
  }

  /** With the next weights version. */
  public LearnerState nextVersion() {
    return new LearnerState(
        step,
        version.next(),
        stage,
        stageId,
        stages,
        scoredGroupsOffset,
        optimizerSteps,
        seed,
        configuration);
  }

  /** Steps by stage. */
  public Map<String, Long> steps() {
    Map<String, Long> steps = new LinkedHashMap<>();
    stages.forEach((id, state) -> steps.put(id, state.steps()));
    return steps;
  }

  /** The seed of one step's own randomness. */
  public long stepSeed(long number) {
    return seed * 0x9E3779B97F4A7C15L + number;
  }
}
