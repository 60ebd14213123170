package io.headrace.console.view;

import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.StepPointState;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * A point of the learner's curves: one step, or the mean of {@code steps} neighbouring ones.
 *
 * @param step the newest step it stands for
 * @param steps how many steps it stands for
 * @param at when the newest of them was done
 * @param values the figures that the steps have; absent where none has one
 */
public record StepPoint(
    long step, int steps, Stage stage, long weightsVersion, Instant at, Map<Curve, Double> values) {

  public StepPoint {
    EnumMap<Curve, Double> copy = new EnumMap<>(Curve.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
  }

  static StepPoint of(StepCompleted event, Spread rewards) {
    EnumMap<Curve, Double> values = new EnumMap<>(Curve.class);
    put(values, Curve.LOSS, event.getLoss());
    put(values, Curve.GRADIENT_NORM, event.getGradientNorm());
    put(values, Curve.LEARNING_RATE, event.getLearningRate());
    if (event.getStage() == Stage.RL) {
      putRl(values, event, rewards);
    }
    put(values, Curve.RESPONSE_TOKENS, event.getMeanResponseTokens());
    double compute = event.getComputeMillis() / 1000.0;
    put(values, Curve.COMPUTE_SECONDS, compute);
    put(values, Curve.WAIT_SECONDS, event.getWaitMillis() / 1000.0);
    put(values, Curve.TRAINED_TOKENS_PER_SECOND, event.getTrainedTokens() / compute);
    return new StepPoint(
        event.getStep(),
        1,
        event.getStage(),
        event.getWeightsOut(),
        event.getCompletedAt(),
        values);
  }

  private static void putRl(Map<Curve, Double> values, StepCompleted event, Spread rewards) {
    Double reward = event.getMeanReward();
    if (reward != null) {
      put(values, Curve.REWARD, reward);
    }
    put(values, Curve.REWARD_P10, rewards.p10());
    put(values, Curve.REWARD_P90, rewards.p90());
    put(values, Curve.STALENESS_MEAN, event.getMeanStaleness());
    put(values, Curve.STALENESS_MAX, (double) event.getMaxStaleness());
  }

  private static void put(Map<Curve, Double> values, Curve curve, double value) {
    if (Double.isFinite(value)) {
      values.put(curve, value);
    }
  }

  StepPointState save() {
    Map<String, Double> byName = new HashMap<>();
    values.forEach((curve, value) -> byName.put(curve.name(), value));
    return new StepPointState(step, steps, stage, weightsVersion, at, byName);
  }

  /** A saved point; values of curves that are not known any more are left out. */
  static StepPoint restored(StepPointState saved) {
    EnumMap<Curve, Double> values = new EnumMap<>(Curve.class);
    for (Curve curve : Curve.values()) {
      Double value = saved.getValues().get(curve.name());
      if (value != null) {
        values.put(curve, value);
      }
    }
    return new StepPoint(
        saved.getStep(),
        saved.getSteps(),
        saved.getStage(),
        saved.getWeightsVersion(),
        saved.getAt(),
        values);
  }

  /** This point and the next one as a single point: means weighted by steps, the later's names. */
  StepPoint merge(StepPoint next) {
    EnumMap<Curve, Double> merged = new EnumMap<>(Curve.class);
    merged.putAll(values);
    next.values.forEach(
        (curve, later) -> merged.merge(curve, later, (a, b) -> mean(a, steps, b, next.steps)));
    return new StepPoint(
        next.step, steps + next.steps, next.stage, next.weightsVersion, next.at, merged);
  }

  private static double mean(double a, int countA, double b, int countB) {
    return (a * countA + b * countB) / (countA + countB);
  }
}
