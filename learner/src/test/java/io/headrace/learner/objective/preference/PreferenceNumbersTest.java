package io.headrace.learner.objective.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.headrace.policy.program.Gradients;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Preference losses against reference numbers E12, in float64 and float32, with their gradients.
 */
class PreferenceNumbersTest {

  private static final Offset<Double> EXACT = within(1e-6);
  private static final double MARGIN = 1.3;

  @ParameterizedTest
  @CsvSource({"0.1, 0.630258195", "0.5, 0.420055336"})
  void sigmoid(double beta, double expected) {
    assertThat(of(new PreferenceLoss.Sigmoid(beta, 0), MARGIN, DataType.FLOAT64))
        .isCloseTo(expected, EXACT);
    assertThat(of(new PreferenceLoss.Sigmoid(beta, 0), MARGIN, DataType.FLOAT32))
        .isCloseTo(expected, within(1e-4 * expected));
  }

  @Test
  void slopeInTheMarginIsTheReferenceOne() {
    assertThat(slope(new PreferenceLoss.Sigmoid(0.1, 0), MARGIN)).isCloseTo(-0.046754569, EXACT);
    assertThat(slope(new PreferenceLoss.Sigmoid(0.1, 0), 0)).isCloseTo(-0.05, EXACT);
  }

  @Test
  void otherLossesAreTheirFormulas() {
    double right = -Math.log(1 / (1 + Math.exp(-0.13)));
    double wrong = -Math.log(1 / (1 + Math.exp(0.13)));
    assertThat(of(new PreferenceLoss.Sigmoid(0.1, 0.2), MARGIN, DataType.FLOAT64))
        .isCloseTo(0.8 * right + 0.2 * wrong, EXACT);
    assertThat(of(new PreferenceLoss.Robust(0.1, 0.2), MARGIN, DataType.FLOAT64))
        .isCloseTo((0.8 * right - 0.2 * wrong) / 0.6, EXACT);
    assertThat(of(new PreferenceLoss.Squared(0.1), MARGIN, DataType.FLOAT64))
        .isCloseTo(Math.pow(1.3 - 5, 2), EXACT);
    assertThat(of(new PreferenceLoss.Hinge(0.1), MARGIN, DataType.FLOAT64)).isCloseTo(0.87, EXACT);
    assertThat(of(new PreferenceLoss.Hinge(1), MARGIN, DataType.FLOAT64)).isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource({"-30", "-1.7", "0.4", "30"})
  void gradientsAreThoseOfFiniteDifferences(double margin) {
    for (PreferenceLoss loss :
        new PreferenceLoss[] {
          new PreferenceLoss.Sigmoid(0.5, 0.1),
          new PreferenceLoss.Robust(0.5, 0.1),
          new PreferenceLoss.Squared(0.5),
          new PreferenceLoss.Hinge(0.5)
        }) {
      double above = of(loss, margin + 1e-5, DataType.FLOAT64);
      double below = of(loss, margin - 1e-5, DataType.FLOAT64);
      assertThat(slope(loss, margin)).as(loss.toString()).isCloseTo((above - below) / 2e-5, EXACT);
    }
  }

  @Test
  void extremeMarginsStayFinite() {
    assertThat(of(new PreferenceLoss.Sigmoid(1, 0), -1000, DataType.FLOAT32)).isEqualTo(1000);
    assertThat(of(new PreferenceLoss.Sigmoid(1, 0), 1000, DataType.FLOAT32)).isEqualTo(0);
  }

  @Test
  void likelihoodOfTheChosenResponsesIsAddedPerToken() {
    try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
      // Given
      PairLogProbs pairs =
          new PairLogProbs(
              array(scope, -12.3),
              array(scope, -14.1),
              array(scope, -13.0),
              array(scope, -13.5),
              array(scope, 10));

      // Then
      assertThat(pairs.margin().getDouble(0)).isCloseTo(MARGIN, EXACT);
      assertThat(
              new PreferenceObjective(new PreferenceLoss.Sigmoid(0.1, 0), 0.2)
                  .mean(pairs)
                  .getDouble())
          .isCloseTo(0.630258195 + 0.2 * 1.23, EXACT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.341153875",
    "0.3333333333333333, 0.449426916",
    "1, 0.744396660",
    "3, 2.215519523"
  })
  void bradleyTerryWithMargins(double margin, double expected) {
    try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
      NDArray loss =
          new BradleyTerryLoss(0).mean(array(scope, 1.3), array(scope, 0.4), array(scope, margin));
      assertThat(loss.getDouble()).isCloseTo(expected, EXACT);
    }
  }

  @Test
  void bradleyTerryIsTheMeanOfItsPairsAndCentresRewards() {
    try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
      NDArray chosen = array(scope, 1.3, 0.2, 2);
      NDArray rejected = array(scope, 0.4, 0.5, -1);
      NDArray none = array(scope, 0, 0, 0);
      double plain = new BradleyTerryLoss(0).mean(chosen, rejected, none).getDouble();
      double centred = new BradleyTerryLoss(0.01).mean(chosen, rejected, none).getDouble();
      assertThat(plain).isCloseTo(0.414698824, EXACT);
      assertThat(centred - plain).isCloseTo(0.01 * (1.7 * 1.7 + 0.7 * 0.7 + 1) / 3, EXACT);
    }
  }

  @Test
  void marginsOfRatingsAreThoseOfThePaper() {
    assertThat(RatingMargin.values())
        .extracting(RatingMargin::large)
        .containsExactly(3.0, 2.0, 1.0, 0.0);
    assertThat(RatingMargin.values())
        .extracting(RatingMargin::small)
        .containsExactly(1.0, 2 / 3.0, 1 / 3.0, 0.0);
  }

  @Test
  void smoothingOfOneHalfIsRejected() {
    assertThatThrownBy(() -> new PreferenceLoss.Robust(0.1, 0.5))
        .hasMessage("label smoothing must be in [0, 0.5), not 0.5");
  }

  private static double of(PreferenceLoss loss, double margin, DataType type) {
    return withMargin(
        margin,
        array ->
            loss.perPair(array.toType(type, true)).toType(DataType.FLOAT64, true).getDouble(0));
  }

  private static double slope(PreferenceLoss loss, double margin) {
    return withMargin(
        margin,
        array -> {
          array.setRequiresGradient(true);
          try (Gradients gradients = Gradients.record()) {
            gradients.backward(loss.perPair(array).sum());
          }
          return array.getGradient().getDouble(0);
        });
  }

  private static double withMargin(double margin, Function<NDArray, Double> use) {
    try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
      return use.apply(array(scope, margin));
    }
  }

  private static NDArray array(NDManager scope, double... values) {
    return scope.create(DoubleStream.of(values).toArray());
  }
}
