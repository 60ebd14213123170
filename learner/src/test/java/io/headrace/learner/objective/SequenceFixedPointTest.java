package io.headrace.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Where the Kimi objective ends on sequences of two binary tokens, each drawn after the one before,
 * when only "11" is rewarded (reference numbers E4): the penalty is on the whole sequence.
 */
class SequenceFixedPointTest {

  private static final Offset<Double> EXACT = within(1e-6);
  private static final double TAU = 0.5;

  @Test
  void logPartitionBaselineReachesTheExactOptimumTokenByToken() {
    // Given tau log Z of three sequences without reward and one with reward 1
    double baseline = TAU * Math.log((3 + Math.exp(1 / TAU)) / 4);
    assertThat(baseline).isCloseTo(0.477229296, EXACT);

    // When
    Chain trained = train(Baseline.LOGZ, baseline);

    // Then
    assertThat(trained.first()).isCloseTo(0.807489729, EXACT);
    assertThat(trained.second(1)).isCloseTo(0.880797078, EXACT);
    assertThat(trained.second(0)).isCloseTo(0.5, EXACT);
    assertThat(trained.probability(1, 1)).isCloseTo(0.711234594, EXACT);
    assertThat(trained.probability(1, 0)).isCloseTo(0.096255135, EXACT);
  }

  @Test
  void meanBaselineStopsShortOfIt() {
    // When
    Chain trained = train(Baseline.MEAN, 0.25);

    // Then
    assertThat(trained.probability(1, 1)).isCloseTo(0.602949885, EXACT);
    assertThat(trained.probability(0, 0)).isCloseTo(0.132350038, EXACT);
    assertThat(trained.probability(0, 1)).isCloseTo(0.132350038, EXACT);
    assertThat(trained.probability(1, 0)).isCloseTo(0.132350038, EXACT);
  }

  /** Descends the exact expectation over sequences drawn from the uniform reference. */
  private static Chain train(Baseline baseline, double value) {
    KimiCase kimi = new KimiCase(Form.GRADIENT, baseline, TAU);
    Chain policy = new Chain(0, 0, 0);
    for (int iteration = 0; iteration < 200_000; iteration++) {
      double[] gradient = new double[3];
      for (int one = 0; one < 2; one++) {
        for (int two = 0; two < 2; two++) {
          TwinTrace trace =
              TwinTrace.of(
                  policy.logProbs(one, two),
                  new Chain(0, 0, 0).logProbs(one, two),
                  (one == 1 && two == 1 ? 1 : 0) - value);
          double[] byToken = kimi.twin().traceGradient(trace);
          gradient[0] += 0.25 * byToken[0] * (one - policy.first());
          gradient[1 + one] += 0.25 * byToken[1] * (two - policy.second(one));
        }
      }
      policy =
          new Chain(
              policy.theta() - 2 * gradient[0],
              policy.afterZero() - 2 * gradient[1],
              policy.afterOne() - 2 * gradient[2]);
      if (Math.abs(gradient[0]) + Math.abs(gradient[1]) + Math.abs(gradient[2]) < 1e-13) {
        break;
      }
    }
    return policy;
  }

  /**
   * A policy over two binary tokens.
   *
   * @param theta logit of a first token 1
   * @param afterZero logit of a second token 1 after a first one 0
   * @param afterOne the same after a first one 1
   */
  private record Chain(double theta, double afterZero, double afterOne) {

    double first() {
      return sigmoid(theta);
    }

    double second(int one) {
      return sigmoid(one == 1 ? afterOne : afterZero);
    }

    double probability(int one, int two) {
      double[] logProbs = logProbs(one, two);
      return Math.exp(logProbs[0] + logProbs[1]);
    }

    double[] logProbs(int one, int two) {
      return new double[] {
        Math.log(one == 1 ? first() : 1 - first()),
        Math.log(two == 1 ? second(one) : 1 - second(one))
      };
    }

    private static double sigmoid(double x) {
      return 1 / (1 + Math.exp(-x));
    }
  }
}
