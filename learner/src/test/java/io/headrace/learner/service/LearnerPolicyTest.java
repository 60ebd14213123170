package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.learner.batch.LogPosition;
import io.headrace.learner.batch.Staleness;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.checkpoint.Checkpoint;
import io.headrace.learner.checkpoint.LearnerState;
import io.headrace.learner.objective.KimiObjective;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.learner.step.ActorCritic;
import io.headrace.learner.step.LearningRate;
import io.headrace.learner.step.StepSettings;
import io.headrace.learner.step.TrainedParts;
import io.headrace.learner.step.UpdatePlan;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.LearnerConfig;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.program.AdamWSettings;
import io.headrace.policy.program.LiveArrays;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of a few thousand weights with a value head, trained and resumed. */
class LearnerPolicyTest {

  private static final RunConfig CONFIG =
      ConfigLoader.load(
              Optional.empty(),
              Map.of(),
              List.of(
                  "learner.threads=1",
                  "learner.precision=float32",
                  "learner.device=cpu",
                  "model.hidden-size=16",
                  "model.feed-forward-size=24",
                  "model.layers=1",
                  "model.attention-heads=2",
                  "model.key-value-heads=1",
                  "model.max-positions=80"))
          .config();
  private static final LearnerConfig LEARNER = CONFIG.learner();
  private static final Objective KIMI = KimiObjective.of(Form.GRADIENT, Baseline.MEAN, 0.1);
  private static final SequencedSet<String> VALUE_HEAD =
      new LinkedHashSet<>(List.of(TrainedParts.VALUE_HEAD));

  @TempDir Path folder;

  @Test
  void valueLossFallsWhileThePolicyIsTrained() {
    try (LearnerPolicy policy = new LearnerPolicy(initial(), LEARNER)) {
      // Given
      double lossBefore = valueLoss(policy);
      double rewardedBefore = rewardedLogProb(policy);

      // When
      StepSettings settings = settings(ActorCritic.objective(0.5));
      for (int step = 0; step < 40; step++) {
        train(policy, settings, step);
      }

      // Then
      assertThat(valueLoss(policy)).isLessThan(lossBefore / 2);
      assertThat(rewardedLogProb(policy)).isGreaterThan(rewardedBefore + 0.1);
    }
  }

  @Test
  void twoHundredStepsLeaveNoArraysBehind() {
    try (LearnerPolicy policy = new LearnerPolicy(initial(), LEARNER)) {
      // Given
      StepSettings settings = settings(ActorCritic.objective(0.5));
      train(policy, settings, 0);
      int live = LiveArrays.count();

      // When
      for (int step = 1; step <= 200; step++) {
        train(policy, settings, step);
      }

      // Then
      assertThat(LiveArrays.count()).isEqualTo(live);
    }
  }

  @Test
  void trainingResumedFromACheckpointGivesTheSameBits() throws IOException {
    StepSettings settings = settings(ActorCritic.objective(0.5));
    try (LearnerPolicy uninterrupted = new LearnerPolicy(initial(), LEARNER)) {
      // Given a checkpoint after three steps
      IntStream.range(0, 3).forEach(step -> train(uninterrupted, settings, step));
      save(uninterrupted).writeTo(folder);
      IntStream.range(3, 6).forEach(step -> train(uninterrupted, settings, step));

      // When
      Checkpoint read = Checkpoint.read(folder, StagePlan.of(CONFIG));
      try (LearnerPolicy resumed = new LearnerPolicy(read, LEARNER)) {
        IntStream.range(3, 6).forEach(step -> train(resumed, settings, step));

        // Then
        Checkpoint expected = save(uninterrupted);
        Checkpoint actual = save(resumed);
        assertThat(read.heads()).containsOnlyKeys(TrainedParts.VALUE_HEAD);
        assertThat(actual.model().tensors()).isEqualTo(expected.model().tensors());
        assertThat(actual.heads()).isEqualTo(expected.heads());
        assertThat(actual.moments()).isEqualTo(expected.moments());
        assertThat(actual.moments()).containsKeys("first.value.weight", "second.value.bias");
      }
    }
  }

  @Test
  void anObjectiveWithoutValuesGivesTheSameBitsBesideAValueHead() {
    try (LearnerPolicy plain = new LearnerPolicy(initial(), LEARNER);
        LearnerPolicy withHead = new LearnerPolicy(initial(), LEARNER)) {
      // Given
      withHead.train(TrainedParts.of(ActorCritic.critic()));
      Checkpoint before = save(withHead);

      // When
      train(plain, settings(KIMI), 0);
      train(withHead, settings(KIMI), 0);

      // Then
      assertThat(save(withHead).model().tensors()).isEqualTo(save(plain).model().tensors());
      assertThat(save(withHead).heads()).isEqualTo(before.heads());
      assertThat(save(plain).heads()).isEmpty();
    }
  }

  @Test
  void aHeadIsTrainedOnAFrozenBackbone() {
    try (LearnerPolicy policy = new LearnerPolicy(initial(), LEARNER)) {
      // Given
      TrainedParts head = new TrainedParts(new TrainedParts.Backbone.Groups(Set.of()), VALUE_HEAD);
      Map<String, FloatTensor> before = save(policy).model().tensors();
      double lossBefore = valueLoss(policy);

      // When
      for (int step = 0; step < 40; step++) {
        train(policy, settings(ActorCritic.critic(), head, 1e-2), step);
      }

      // Then
      assertThat(save(policy).model().tensors()).isEqualTo(before);
      assertThat(save(policy).moments())
          .containsOnlyKeys(
              "first.value.weight", "second.value.weight", "first.value.bias", "second.value.bias");
      assertThat(valueLoss(policy)).isLessThan(lossBefore);
    }
  }

  private static Checkpoint initial() {
    return InitialModel.of(CONFIG.model(), LearnerState.initial(7, "ab"));
  }

  private static void train(LearnerPolicy policy, StepSettings settings, int step) {
    policy.train(settings.trained());
    policy.step().take(settings, GROUPS, step, step);
  }

  /** The value loss at the present weights, which stay as they are. */
  private static double valueLoss(LearnerPolicy policy) {
    return loss(policy, ActorCritic.critic());
  }

  /** Mean log-prob of the tokens of rewarded traces minus that of the others. */
  private static double rewardedLogProb(LearnerPolicy policy) {
    return -loss(policy, KimiObjective.of(Form.GRADIENT, Baseline.MEAN, 1e-9));
  }

  private static double loss(LearnerPolicy policy, Objective objective) {
    TrainedParts parts = new TrainedParts(new TrainedParts.Backbone.All(), VALUE_HEAD);
    policy.train(parts);
    return policy.step().take(settings(objective, parts, 1e-30), GROUPS, 0, 0).loss();
  }

  private static Checkpoint save(LearnerPolicy policy) {
    return policy.checkpoint(
        LearnerState.initial(7, "ab").afterRl("training", 0, policy.optimizerSteps()));
  }

  private static StepSettings settings(Objective objective) {
    return settings(objective, TrainedParts.of(objective), 1e-2);
  }

  private static StepSettings settings(Objective objective, TrainedParts parts, double rate) {
    return new StepSettings(
        objective,
        parts,
        new UpdatePlan(1, 2),
        new MicroBatchPacker(128),
        LearningRate.constant(rate),
        AdamWSettings.of(1),
        false);
  }

  private static final List<TraceGroup> GROUPS =
      IntStream.range(0, 4).mapToObj(LearnerPolicyTest::group).toList();

  /** Four random traces of which every other has reward 1. */
  private static TraceGroup group(int number) {
    SplittableRandom random = new SplittableRandom(number);
    int[] prompt = random.ints(3, 3, 60).toArray();
    return new TraceGroup(
        "g" + number,
        new LogPosition(0, number),
        IntStream.range(0, 4).mapToObj(sample -> trace(number, sample, prompt, random)).toList());
  }

  private static TrainingTrace trace(int group, int sample, int[] prompt, SplittableRandom random) {
    int[] response = random.ints(random.nextInt(1, 12), 3, 60).toArray();
    return new TrainingTrace(
        "g" + group + "#" + sample,
        prompt,
        response,
        new float[response.length],
        1,
        sample % 2,
        Staleness.NONE);
  }
}
