package io.headrace.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.headrace.learner.objective.KimiObjective.Form;
import io.headrace.testkit.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form that trains equals its double-precision twin, in value and gradient. */
class EngineParityTest {

  private static final int COLUMNS = 9;

  static Stream<Objective> objectives() {
    return Stream.of(
        new KimiObjective(Form.SQUARED, Baseline.MEAN, 0.1),
        new KimiObjective(Form.SQUARED, Baseline.LOGZ, 0.5),
        new KimiObjective(Form.GRADIENT, Baseline.MEAN, 0.1),
        new KimiObjective(Form.GRADIENT, Baseline.LOGZ, 2),
        new SftObjective());
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void valueAndGradientAreThoseOfTheTwin(Objective objective) {
    Seeds.forAll(
        10,
        random -> {
          // Given
          RandomRows rows = RandomRows.draw(random, random.nextInt(2, 7));
          List<TraceAdvantage> credits = objective.credits(List.of(rows.outcome(random)));

          // When
          EngineResult result = EngineResult.of(objective, rows, credits);

          // Then
          double expected = 0;
          for (int row = 0; row < rows.size(); row++) {
            double[] current = rows.current()[row];
            double[] reference = rows.reference()[row];
            expected += objective.traceLoss(current, reference, credits.get(row));
            double[] gradient = objective.traceGradient(current, reference, credits.get(row));
            for (int column = 0; column < COLUMNS; column++) {
              double wanted = column < gradient.length ? gradient[column] : 0;
              assertThat((double) result.gradient()[row * COLUMNS + column])
                  .isCloseTo(wanted, within(1e-5 * Math.max(1, Math.abs(wanted))));
            }
          }
          assertThat((double) result.loss())
              .isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(expected))));
        });
  }

  @Test
  void kimiLossOfTheFixtureFileIsReproduced() {
    // Given one trace of one token for each sequence log-prob of the file
    LossFixture fixture = LossFixture.read("/fixtures/losses.safetensors");
    double[] current = fixture.tensor("kimi_lp");
    double[] reference = fixture.tensor("kimi_lp_ref");
    double[] rewards = fixture.tensor("kimi_correct");
    Objective objective = new KimiObjective(Form.SQUARED, Baseline.MEAN, 0.1);
    int[] lengths = IntStream.range(0, rewards.length).map(row -> 1).toArray();
    List<TraceAdvantage> credits = objective.credits(List.of(new GroupRewards(rewards, lengths)));

    // When
    double loss = 0;
    double[] gradient = new double[rewards.length];
    double[][] currentRows = new double[rewards.length][];
    double[][] referenceRows = new double[rewards.length][];
    for (int row = 0; row < rewards.length; row++) {
      currentRows[row] = new double[] {current[row]};
      referenceRows[row] = new double[] {reference[row]};
      loss += objective.traceLoss(currentRows[row], referenceRows[row], credits.get(row));
      gradient[row] =
          objective.traceGradient(currentRows[row], referenceRows[row], credits.get(row))[0];
    }
    EngineResult result =
        EngineResult.of(objective, new RandomRows(currentRows, referenceRows), credits);

    // Then
    double[] expected = fixture.tensor("kimi_dloss_dlp");
    assertThat(loss).isCloseTo(fixture.tensor("kimi_loss_tau0.1")[0], within(1e-5));
    assertThat((double) result.loss())
        .isCloseTo(fixture.tensor("kimi_loss_tau0.1")[0], within(1e-4));
    for (int row = 0; row < rewards.length; row++) {
      assertThat(gradient[row]).isCloseTo(expected[row], within(1e-6));
      assertThat((double) result.gradient()[row * COLUMNS]).isCloseTo(expected[row], within(1e-5));
    }
  }

  /** Traces of random lengths with random log-probs. */
  @SuppressWarnings("ArrayRecordComponent")
  private record RandomRows(double[][] current, double[][] reference) {

    static RandomRows draw(SplittableRandom random, int size) {
      double[][] current = new double[size][];
      double[][] reference = new double[size][];
      for (int row = 0; row < size; row++) {
        int length = random.nextInt(1, COLUMNS + 1);
        current[row] = random.doubles(length, -3, 0).toArray();
        reference[row] = random.doubles(length, -3, 0).toArray();
      }
      return new RandomRows(current, reference);
    }

    int size() {
      return current.length;
    }

    GroupRewards outcome(SplittableRandom random) {
      return new GroupRewards(
          random.doubles(size()).toArray(),
          IntStream.range(0, size()).map(row -> current[row].length).toArray());
    }

    float[] cells(double[][] values) {
      float[] cells = new float[size() * COLUMNS];
      for (int row = 0; row < size(); row++) {
        for (int column = 0; column < values[row].length; column++) {
          cells[row * COLUMNS + column] = (float) values[row][column];
        }
      }
      return cells;
    }

    float[] mask() {
      float[] mask = new float[size() * COLUMNS];
      for (int row = 0; row < size(); row++) {
        for (int column = 0; column < current[row].length; column++) {
          mask[row * COLUMNS + column] = 1;
        }
      }
      return mask;
    }
  }

  /** What the engine computes. */
  @SuppressWarnings("ArrayRecordComponent")
  private record EngineResult(float loss, float[] gradient) {

    static EngineResult of(Objective objective, RandomRows rows, List<TraceAdvantage> credits) {
      try (NDManager scope = NDManager.newBaseManager("PyTorch");
          GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        Shape cells = new Shape(rows.size(), COLUMNS);
        NDArray logProbs = scope.create(rows.cells(rows.current()), cells);
        logProbs.setRequiresGradient(true);
        NDArray loss =
            objective.loss(
                new TraceRows(
                    logProbs,
                    scope.create(rows.cells(rows.reference()), cells),
                    scope.create(rows.mask(), cells),
                    scope.create(column(credits, true)),
                    scope.create(column(credits, false))));
        collector.backward(loss);
        return new EngineResult(loss.getFloat(), logProbs.getGradient().toFloatArray());
      }
    }

    private static float[] column(List<TraceAdvantage> credits, boolean advantage) {
      float[] values = new float[credits.size()];
      for (int row = 0; row < values.length; row++) {
        TraceAdvantage credit = credits.get(row);
        values[row] = (float) (advantage ? credit.advantage() : credit.weight());
      }
      return values;
    }
  }
}
