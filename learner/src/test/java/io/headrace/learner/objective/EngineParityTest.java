package io.headrace.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.advantage.GroupNormalizedAdvantage;
import io.headrace.learner.objective.aggregation.TokenMean;
import io.headrace.learner.objective.policyloss.ClippedSurrogate;
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

  static Stream<Objective> objectives() {
    return Stream.of(
        KimiObjective.of(Form.SQUARED, Baseline.MEAN, 0.1),
        KimiObjective.of(Form.SQUARED, Baseline.LOGZ, 0.5),
        KimiObjective.of(Form.GRADIENT, Baseline.MEAN, 0.1),
        KimiObjective.of(Form.GRADIENT, Baseline.LOGZ, 2),
        SftObjective.create(),
        GrpoObjective.of(ClippedSurrogate.symmetric(0.2), 0.04),
        Objective.of(
            "clip-higher",
            new GroupNormalizedAdvantage(),
            new ClippedSurrogate(0.2, 0.28, 3),
            new TokenMean()));
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
          EngineLoss result = EngineLoss.of(objective, batch, DataType.FLOAT32);

          // Then
          double expected = batch.loss(objective);
          assertGradient(result, batch, batch.gradient(objective), 1e-5);
          assertThat(result.loss())
              .isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(expected))));
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
    EngineLoss result = EngineLoss.of(objective, batch, DataType.FLOAT32);

    // Then
    double[][] expected = column(fixture.tensor("kimi_dloss_dlp"));
    assertThat(loss).isCloseTo(fixture.tensor("kimi_loss_tau0.1")[0], within(1e-5));
    assertThat(result.loss()).isCloseTo(fixture.tensor("kimi_loss_tau0.1")[0], within(1e-4));
    for (int row = 0; row < batch.size(); row++) {
      assertThat(gradient[row][0]).isCloseTo(expected[row][0], within(1e-6));
    }
    assertGradient(result, batch, expected, 1e-5);
  }

  /** The engine's gradient is the expected one on tokens and 0 on padding. */
  static void assertGradient(
      EngineLoss result, TwinBatch batch, double[][] expected, double tolerance) {
    int columns = BatchRows.columns(batch);
    for (int row = 0; row < batch.size(); row++) {
      for (int column = 0; column < columns; column++) {
        double wanted = column < expected[row].length ? expected[row][column] : 0;
        assertThat(result.gradient()[row * columns + column])
            .isCloseTo(wanted, within(tolerance * Math.max(1, Math.abs(wanted))));
      }
    }
  }

  private static double[][] column(double[] values) {
    return Arrays.stream(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new);
  }

  /** Traces of random lengths with random log-probs and rewards. */
  private static TwinBatch draw(SplittableRandom random, int size) {
    double[][] current = new double[size][];
    double[][] old = new double[size][];
    double[][] reference = new double[size][];
    for (int row = 0; row < size; row++) {
      int length = random.nextInt(1, 10);
      current[row] = random.doubles(length, -3, 0).toArray();
      old[row] = random.doubles(length, -3, 0).toArray();
      reference[row] = random.doubles(length, -3, 0).toArray();
    }
    return new TwinBatch(current, old, reference, old, random.doubles(size).toArray());
  }
}
