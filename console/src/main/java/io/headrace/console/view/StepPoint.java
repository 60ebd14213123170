package io.headrace.console.view;

import io.headrace.pipeline.config.StageKind;
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
 * @param step the newest of the steps
 * @param steps number of steps
 * @param stage the kind of training of the newest step
 * @param stageId id of its stage in the plan; of the default plan for steps of earlier versions
 * @param at when the newest of them was completed
 * @param values means of the metrics; a metric that no step has is absent
 */
public record StepPoint(
    long step,
    int steps,
    Stage stage,
    String stageId,
    long weightsVersion,
    Instant at,
    Map<StepMetric, Double> values) {

  public StepPoint {
    EnumMap<StepMetric, Double> copy = new EnumMap<>(StepMetric.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
  }

  static StepPoint of(StepCompleted event, PercentileBand rewards) {
    EnumMap<StepMetric, Double> values = new EnumMap<>(StepMetric.class);
    put(values, StepMetric.LOSS, event.getLoss());
    put(values, StepMetric.GRADIENT_NORM, event.getGradientNorm());
    put(values, StepMetric.LEARNING_RATE, event.getLearningRate());
    if (event.getStage() == Stage.RL) {
      putRl(values, event, rewards);
    }
    put(values, StepMetric.RESPONSE_TOKENS, event.getMeanResponseTokens());
    double compute = event.getComputeMillis() / 1000.0;
    put(values, StepMetric.COMPUTE_SECONDS, compute);
    put(values, StepMetric.WAIT_SECONDS, event.getWaitMillis() / 1000.0);
    put(values, StepMetric.TRAINED_TOKENS_PER_SECOND, event.getTrainedTokens() / compute);
    return new StepPoint(
        event.getStep(),
        1,
        event.getStage(),
        stageId(event.getStageId(), event.getStage()),
        event.getWeightsOut(),
        event.getCompletedAt(),
        values);
  }

  private static String stageId(String id, Stage stage) {
    return id.isEmpty() ? StageKind.of(stage).defaultStageId() : id;
  }

  private static void putRl(
      Map<StepMetric, Double> values, StepCompleted event, PercentileBand rewards) {
    Double reward = event.getMeanReward();
    if (reward != null) {
      put(values, StepMetric.REWARD, reward);
    }
    put(values, StepMetric.REWARD_P10, rewards.p10());
    put(values, StepMetric.REWARD_P90, rewards.p90());
    put(values, StepMetric.STALENESS_MEAN, event.getMeanStaleness());
    put(values, StepMetric.STALENESS_MAX, (double) event.getMaxStaleness());
  }

  private static void put(Map<StepMetric, Double> values, StepMetric curve, double value) {
    if (Double.isFinite(value)) {
      values.put(curve, value);
    }
  }

  StepPointState save() {
    Map<String, Double> byName = new HashMap<>();
    values.forEach((curve, value) -> byName.put(curve.name(), value));
    return new StepPointState(step, steps, stage, weightsVersion, at, byName, stageId);
  }

  /** Restores a saved point; leaves out metrics that no longer exist. */
  static StepPoint restored(StepPointState saved) {
    EnumMap<StepMetric, Double> values = new EnumMap<>(StepMetric.class);
    for (StepMetric curve : StepMetric.values()) {
      Double value = saved.getValues().get(curve.name());
      if (value != null) {
        values.put(curve, value);
      }
    }
    return new StepPoint(
        saved.getStep(),
        saved.getSteps(),
        saved.getStage(),
        stageId(saved.getStageId(), saved.getStage()),
        saved.getWeightsVersion(),
        saved.getAt(),
        values);
  }

  /** Merges with the next point: means weighted by steps, other fields of the next point. */
  StepPoint merge(StepPoint next) {
    EnumMap<StepMetric, Double> merged = new EnumMap<>(StepMetric.class);
    merged.putAll(values);
    next.values.forEach(
        (curve, later) -> merged.merge(curve, later, (a, b) -> mean(a, steps, b, next.steps)));
    return new StepPoint(
        next.step,
        steps + next.steps,
        next.stage,
        next.stageId,
        next.weightsVersion,
        next.at,
        merged);
  }

  private static double mean(double a, int countA, double b, int countB) {
    return (a * countA + b * countB) / (countA + countB);
  }
}
