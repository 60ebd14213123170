package io.headrace.learner.step;

import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.batch.TraceGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One optimizer step: the planned optimizer updates, with the weights at its start as the old
 * policy. What an objective does not read is not computed.
 *
 * <p>A function of the weights, the optimizer's state, the groups, the first update's number and
 * the seed: the same give the same bits on the same machine with the same number of threads. Used
 * by one thread; owns nothing.
 */
public final class PolicyStep {

  private final TrainableModel model;

  /** A step over a model that belongs to the caller. */
  public PolicyStep(TrainableModel model) {
    this.model = model;
  }

  /**
   * Takes the step; the trained parameters and the optimizer's state change in place.
   *
   * @param settings of the stage
   * @param groups to train on, in log order
   * @param firstUpdate number of the first optimizer update within the stage, for the learning rate
   * @param seed of the order of groups
   */
  public StepReport take(
      StepSettings settings, List<TraceGroup> groups, long firstUpdate, long seed) {
    if (settings.resetsOptimizer()) {
      model.optimizer().reset();
    }
    OptimizerUpdate update = new OptimizerUpdate(model, settings.objective());
    List<List<Integer>> plan = settings.plan().updates(groups.size(), seed);
    StartColumns start = StartColumns.of(model, settings, groups, plan.getFirst());
    StepInputs inputs = StepInputs.of(groups, start, settings.objective().advantage());
    List<OptimizerUpdate.Outcome> outcomes = new ArrayList<>();
    double rate = 0;
    for (List<Integer> chosen : plan) {
      rate = settings.rate().at(firstUpdate + outcomes.size());
      OptimizerUpdate.Outcome outcome =
          update.apply(
              chosen.stream().map(groups::get).toList(),
              inputs.of(chosen),
              settings.packer(),
              settings.optimizer().withLearningRate(rate));
      start.old().addMissing(chosen, outcome.logProbs());
      outcomes.add(outcome);
    }
    return report(outcomes, rate, metrics(settings, inputs, outcomes));
  }

  private static boolean reads(StepSettings settings, TokenInput input) {
    return settings.objective().inputs().contains(input);
  }

  private static StepReport report(
      List<OptimizerUpdate.Outcome> outcomes, double rate, Map<String, Double> metrics) {
    return new StepReport(
        outcomes.stream().mapToDouble(OptimizerUpdate.Outcome::loss).average().orElseThrow(),
        outcomes.stream()
            .mapToDouble(OptimizerUpdate.Outcome::gradientNorm)
            .average()
            .orElseThrow(),
        rate,
        outcomes.size(),
        outcomes.stream().mapToLong(OptimizerUpdate.Outcome::tokens).sum(),
        metrics);
  }

  private static Map<String, Double> metrics(
      StepSettings settings, StepInputs inputs, List<OptimizerUpdate.Outcome> outcomes) {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put(
        "skipped_updates",
        (double) outcomes.stream().filter(o -> !Double.isFinite(o.gradientNorm())).count());
    if (reads(settings, TokenInput.OLD_LOG_PROBS)) {
      LogRatios first = outcomes.getFirst().ratios();
      LogRatios last = outcomes.getLast().ratios();
      metrics.put("log_ratio_first_largest", first.largest());
      metrics.put("log_ratio_last_mean", last.mean());
      metrics.put("log_ratio_last_mean_square", last.meanSquare());
      metrics.put("log_ratio_last_largest", last.largest());
      metrics.putAll(
          TrainInferenceMismatch.of(inputs.groups(), inputs.start().old().byGroup()).metrics());
    }
    return metrics;
  }
}
