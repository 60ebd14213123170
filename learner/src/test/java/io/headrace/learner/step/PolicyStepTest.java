package io.headrace.learner.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.objective.KimiObjective;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.objective.Recipes;
import io.headrace.learner.objective.SftObjective;
import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.policy.program.AdamWSettings;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.PolicyParameters;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One optimizer step on a model of a few thousand weights. */
class PolicyStepTest {

  private static final Objective KIMI = KimiObjective.of(Form.GRADIENT, Baseline.MEAN, 0.1);
  private static final List<TraceGroup> GROUPS = TinyPolicy.groups(5, 6, 4);

  @Test
  void logRatioBeforeTheFirstUpdateIsZero() {
    try (TinyPolicy policy = new TinyPolicy(1)) {
      // When
      StepReport report = policy.step().take(settings(KIMI, 2, 1, 512), GROUPS, 0, 7);

      // Then
      assertThat(report.metrics().get("log_ratio_first_largest")).isLessThan(1e-5);
      assertThat(report.metrics().get("log_ratio_last_largest")).isGreaterThan(1e-4);
      assertThat(report.optimizerUpdates()).isEqualTo(2);
      assertThat(report.trainedTokens()).isEqualTo(2 * tokens());
    }
  }

  @Test
  void theReferenceOfEveryGroupIsTheWeightsAtTheStartOfTheStep() {
    try (TinyPolicy together = new TinyPolicy(1);
        TinyPolicy apart = new TinyPolicy(1)) {
      // Given groups that are trained on in one update, and in five

      // When
      StepReport one = together.step().take(settings(KIMI, 1, 1, 512), GROUPS, 0, 7);
      StepReport five = apart.step().take(settings(KIMI, 2, 5, 512), GROUPS, 0, 7);

      // Then the train–inference mismatch, which is measured against the reference, is the same
      for (String metric : List.of("train_inference_mismatch_mean", "entropy_mean")) {
        assertThat(five.metrics().get(metric))
            .as(metric)
            .isCloseTo(one.metrics().getOrDefault(metric, Double.NaN), within(1e-6));
      }
      assertThat(one.metrics().get("log_ratio_first_largest")).isZero();
      assertThat(five.metrics().get("log_ratio_last_largest")).isGreaterThan(1e-3);
    }
  }

  @Test
  void lossAndGradientDoNotDependOnThePacking() {
    try (TinyPolicy together = new TinyPolicy(1);
        TinyPolicy apart = new TinyPolicy(1)) {
      // When
      StepReport one = together.step().take(settings(KIMI, 2, 1, 100_000), GROUPS, 0, 7);
      StepReport many = apart.step().take(settings(KIMI, 2, 1, 1), GROUPS, 0, 7);

      // Then
      assertThat(many.loss()).isCloseTo(one.loss(), within(1e-4));
      assertThat(many.gradientNorm()).isCloseTo(one.gradientNorm(), within(1e-4));
    }
  }

  @Test
  void sameStepGivesTheSameBits() {
    try (TinyPolicy first = new TinyPolicy(1);
        TinyPolicy second = new TinyPolicy(1)) {
      // When
      StepReport one = first.step().take(settings(KIMI, 2, 3, 128), GROUPS, 0, 7);
      StepReport other = second.step().take(settings(KIMI, 2, 3, 128), GROUPS, 0, 7);

      // Then
      assertThat(other).isEqualTo(one);
      assertThat(second.parameters.sha256()).isEqualTo(first.parameters.sha256());
    }
  }

  @Test
  void aResetOptimizerTakesTheStepOfANewOne() {
    try (TinyPolicy policy = new TinyPolicy(1);
        OptimizerState untouched = policy.program.optimizer()) {
      // Given weights after a step, and a copy of them
      policy.step().take(settings(KIMI, 2, 1, 512), GROUPS, 0, 7);
      try (PolicyParameters copy = policy.program.parameters(policy.parameters.toTensors())) {
        copy.requireGradients(true);

        // When the next step is taken from both, once with an optimizer that took no step before
        policy.step().take(settings(KIMI, 2, 1, 512), GROUPS, 2, 8);
        new PolicyStep(TrainableModel.of(policy.program, copy, untouched))
            .take(settings(KIMI, 2, 1, 512), GROUPS, 2, 8);

        // Then both have the same bits
        assertThat(policy.parameters.sha256()).isEqualTo(copy.sha256());
        assertThat(policy.optimizer.steps()).isEqualTo(2);
      }
    }
  }

  @Test
  void gradientsAreClippedToTheNormOfTheSettings() {
    try (TinyPolicy policy = new TinyPolicy(1)) {
      // Given a norm far below that of the gradient
      AdamWSettings tight = new AdamWSettings(1, 0.9, 0.95, 1e-8, 0, 1e-6);
      StepSettings settings =
          new StepSettings(
              KIMI,
              new UpdatePlan(1, 1),
              new MicroBatchPacker(512),
              LearningRate.constant(1e-2),
              tight,
              true);

      // When
      StepReport report = policy.step().take(settings, GROUPS, 0, 7);

      // Then the reported norm is that before clipping, and the first moments are those after it
      assertThat(report.gradientNorm()).isGreaterThan(1e-3);
      assertThat(firstMoments(policy)).isCloseTo(1e-6 * (1 - 0.9), within(1e-10));
    }
  }

  @Test
  void logProbsAreComputedAtTheTemperatureOfTheRollout() {
    try (TinyPolicy one = new TinyPolicy(1);
        TinyPolicy other = new TinyPolicy(1)) {
      // Given the same traces drawn at two temperatures
      List<TraceGroup> cold = TinyPolicy.at(0.05, GROUPS);

      // When
      StepReport warmStep = one.step().take(settings(KIMI, 1, 1, 512), GROUPS, 0, 7);
      StepReport coldStep = other.step().take(settings(KIMI, 1, 1, 512), cold, 0, 7);

      // Then the update sees what the reference saw, and a colder softmax is further from uniform
      assertThat(coldStep.metrics().get("log_ratio_first_largest")).isLessThan(1e-4);
      double warm = warmStep.metrics().getOrDefault("entropy_mean", Double.NaN);
      assertThat(coldStep.metrics().get("entropy_mean")).isGreaterThan(warm + 0.01);
    }
  }

  @Test
  void rewardedTracesBecomeMoreLikely() {
    try (TinyPolicy policy = new TinyPolicy(1)) {
      // Given
      List<TraceGroup> groups = GROUPS.subList(0, 1);
      StepSettings settings = settings(KIMI, 20, 1, 512);

      // When
      StepReport report = policy.step().take(settings, groups, 0, 7);

      // Then
      double before = -report.loss();
      StepReport after =
          policy
              .step()
              .take(
                  settings(KimiObjective.of(Form.GRADIENT, Baseline.MEAN, 1e-9), 1, 1, 512),
                  groups,
                  0,
                  7);
      assertThat(-after.loss()).isGreaterThan(before);
    }
  }

  @Test
  void theKlPenaltyIsTowardsTheReferenceModelOfTheStep() {
    try (TinyPolicy policy = new TinyPolicy(1);
        PolicyParameters near = policy.program.parameters(policy.parameters.toTensors());
        PolicyParameters far = policy.program.parameters(2)) {
      // Given
      StepSettings without = settings(Recipes.of("grpo"), 1, 1);
      StepSettings with = settings(Recipes.of("grpo beta=0.5"), 1, 1);

      // When
      double plain = loss(policy, without, Optional.empty());
      double towardsItself = loss(policy, with, Optional.of(near));
      double towardsAnother = loss(policy, with, Optional.of(far));

      // Then
      assertThat(towardsItself).isCloseTo(plain, within(1e-5));
      assertThat(towardsAnother).isGreaterThan(plain + 1e-4);
      assertThatThrownBy(() -> loss(policy, with, Optional.empty()))
          .hasMessage("[objective=grpo] a term reads a reference model, but the step has none");
    }
  }

  /** The loss of a step that does not change the weights. */
  private static double loss(
      TinyPolicy policy, StepSettings settings, Optional<PolicyParameters> reference) {
    TrainableModel model = reference.map(policy.model()::withReference).orElseGet(policy::model);
    return new PolicyStep(model).take(settings, GROUPS, 0, 7).loss();
  }

  private static StepSettings settings(Objective objective, int epochs, int parts) {
    return new StepSettings(
        objective,
        new UpdatePlan(epochs, parts),
        new MicroBatchPacker(128),
        LearningRate.constant(1e-30),
        AdamWSettings.of(1),
        true);
  }

  @Test
  void supervisedStepsLearnTheirDemonstrations() {
    try (TinyPolicy policy = new TinyPolicy(1)) {
      // Given
      StepSettings settings = settings(SftObjective.create(), 1, 1, 512);
      double first = policy.step().take(settings, GROUPS, 0, 1).loss();

      // When
      double last = first;
      for (int step = 1; step < 60; step++) {
        last = policy.step().take(settings, GROUPS, step, step).loss();
      }

      // Then
      assertThat(first).isCloseTo(Math.log(TinyPolicy.VOCABULARY), within(0.1));
      assertThat(last).isLessThan(first - 1);
    }
  }

  @Test
  void stepsLeaveNoArraysBehind() {
    try (TinyPolicy policy = new TinyPolicy(1)) {
      // Given
      policy.step().take(settings(KIMI, 2, 2, 128), GROUPS, 0, 0);
      int before = liveArrays(policy);

      // When
      for (int step = 1; step <= 5; step++) {
        policy.step().take(settings(KIMI, 2, 2, 128), GROUPS, step, step);
      }

      // Then
      assertThat(liveArrays(policy)).isEqualTo(before);
    }
  }

  /** Arrays of the program's manager and of the one above it, where strays would gather. */
  private static int liveArrays(TinyPolicy policy) {
    try (NDManager scope = policy.program.newScope()) {
      NDManager program = scope.getParentManager();
      NDManager model = program.getParentManager();
      NDManager system = model.getParentManager();
      return program.getManagedArrays().size()
          + model.getManagedArrays().size()
          + system.getManagedArrays().size();
    }
  }

  /** The Euclidean norm of AdamW's first moments. */
  private static double firstMoments(TinyPolicy policy) {
    double squares = 0;
    for (var moment : policy.optimizer.toTensors().entrySet()) {
      if (moment.getKey().startsWith("first.")) {
        FloatBuffer values = moment.getValue().values().duplicate();
        while (values.hasRemaining()) {
          squares += Math.pow(values.get(), 2);
        }
      }
    }
    return Math.sqrt(squares);
  }

  private static long tokens() {
    return GROUPS.stream()
        .flatMap(group -> group.traces().stream())
        .mapToLong(trace -> trace.length())
        .sum();
  }

  private static StepSettings settings(Objective objective, int epochs, int parts, int budget) {
    return new StepSettings(
        objective,
        new UpdatePlan(epochs, parts),
        new MicroBatchPacker(budget),
        LearningRate.constant(1e-2),
        AdamWSettings.of(1),
        objective.inputs().contains(TokenInput.OLD_LOG_PROBS));
  }
}
