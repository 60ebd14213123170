package io.headrace.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.evaluation.CaseResult;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;
import io.headrace.testkit.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form that trains equals its double-precision twin, in value and gradient. */
class EngineParityTest {

  private static final String CLIPPED = "grpo aggregation=token-mean ";

  static Stream<Objective> objectives() {
    return Stream.concat(
        Stream.of(SftObjective.create()),
        Stream.of(
                "kimi-k1.5 tau=0.1 form=squared",
                "kimi-k1.5 form=squared baseline=logz",
                "kimi-k1.5 tau=0.1",
                "kimi-k1.5 tau=2 baseline=logz",
                "kimi-k1.5 bypass=true",
                "dapo dualClip=3 positiveNll=0.1",
                "grpo beta=0.04",
                "grpo beta=0.04 kl=k1 klIn=reward",
                "grpo beta=0.5 kl=k3-k2-gradient",
                "grpo bypass=true",
                "grpo bypass=true beta=0.1 klIn=reward",
                "dr-grpo",
                "rloo beta=0.1",
                "reinforce++ beta=0.1 gamma=0.9",
                "reinforce++ advantage=whitened-baseline",
                "gspo clip=0.2",
                "gspo clip=0.2 correction=tis aggregation=token-mean",
                "cispo",
                "cispo clipLow=0.2",
                "areal-decoupled",
                CLIPPED + "correction=tis cap=1.5",
                CLIPPED + "correction=tis-sequence cap=3",
                CLIPPED + "correction=icepop maskHigh=2",
                CLIPPED + "correction=geometric-mask maskLow=0.7 maskHigh=1.5",
                CLIPPED + "policyLoss=policy-gradient",
                CLIPPED + "policyLoss=policy-gradient correction=tis-sequence",
                CLIPPED + "policyLoss=total-variation-mask clip=0.1")
            .map(Recipes::of));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void valueAndGradientAreThoseOfTheTwin(Objective objective) {
    Seeds.forAll(
        10,
        random -> {
          // Given
          TwinBatch batch = draw(random, random.nextInt(2, 7));

          // When
          CaseResult exact = EngineLoss.exact(objective, batch);
          CaseResult single = EngineLoss.single(objective, batch);

          // Then
          double expected = batch.loss(objective);
          double[][] gradient = batch.gradient(objective);
          EngineLoss.assertGradient(exact, gradient, 1e-6);
          EngineLoss.assertGradient(single, gradient, 1e-4);
          double scale = Math.max(1, Math.abs(expected));
          assertThat(exact.loss()).isCloseTo(expected, within(1e-9 * scale));
          assertThat(single.loss()).isCloseTo(expected, within(1e-4 * scale));
        });
  }

  @Test
  void kimiLossOfTheFixtureFileIsReproduced() {
    // Given one trace of one token for each sequence log-prob of the file
    LossFixture fixture = LossFixture.read("/fixtures/losses.safetensors");
    double[][] old = column(fixture.tensor("kimi_lp_ref"));
    TwinBatch batch =
        new TwinBatch(
            column(fixture.tensor("kimi_lp")), old, old, old, fixture.tensor("kimi_correct"));
    Objective objective = KimiObjective.of(Form.SQUARED, Baseline.MEAN, 0.1);

    // When
    double loss = batch.loss(objective);
    double[][] gradient = batch.gradient(objective);
    CaseResult result = EngineLoss.single(objective, batch);

    // Then
    double[][] expected = column(fixture.tensor("kimi_dloss_dlp"));
    assertThat(loss).isCloseTo(fixture.tensor("kimi_loss_tau0.1")[0], within(1e-5));
    assertThat(result.loss()).isCloseTo(fixture.tensor("kimi_loss_tau0.1")[0], within(1e-4));
    for (int row = 0; row < batch.size(); row++) {
      assertThat(gradient[row][0]).isCloseTo(expected[row][0], within(1e-6));
    }
    EngineLoss.assertGradient(result, expected, 1e-5);
  }

  private static double[][] column(double[] values) {
    return Arrays.stream(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new);
  }

  /** Traces of random lengths with random log-probs and rewards. */
  private static TwinBatch draw(SplittableRandom random, int size) {
    double[][] current = new double[size][];
    double[][] old = new double[size][];
    double[][] reference = new double[size][];
    double[][] rollout = new double[size][];
    for (int row = 0; row < size; row++) {
      int length = random.nextInt(1, 10);
      current[row] = random.doubles(length, -3, 0).toArray();
      old[row] = random.doubles(length, -3, 0).toArray();
      reference[row] = random.doubles(length, -3, 0).toArray();
      rollout[row] = random.doubles(length, -3, 0).toArray();
    }
    return new TwinBatch(current, old, reference, rollout, random.doubles(size).toArray());
  }
}
