package io.headrace.learner.step;

import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One optimizer step: the planned optimizer updates, with the weights at its start as the
 * reference.
 *
 * <p>The first update's forward pass is the reference pass of its own groups, because the weights
 * are still those of the start; only the groups of later updates need a pass of their own.
 *
 * <p>A function of the weights, the optimizer's state, the groups, the first update's number and
 * the seed: the same give the same bits on the same machine with the same number of threads. Used
 * by one thread; owns nothing.
 */
public final class PolicyStep {

  private final PolicyProgram program;
  private final PolicyParameters parameters;
  private final OptimizerState optimizer;

  /** A step over weights that belong to the caller and that require gradients. */
  public PolicyStep(PolicyProgram program, PolicyParameters parameters, OptimizerState optimizer) {
    this.program = program;
    this.parameters = parameters;
    this.optimizer = optimizer;
  }

  /**
   * Takes the step; the parameters and the optimizer's state change in place.
   *
   * @param settings how
   * @param groups on what, in log order
   * @param firstUpdate number of the first optimizer update within the stage, for the learning rate
   * @param seed of the order of groups
   */
  public StepReport take(
      StepSettings settings, List<TraceGroup> groups, long firstUpdate, long seed) {
    if (settings.fresh()) {
      optimizer.reset();
    }
    OptimizerUpdate update =
        new OptimizerUpdate(program, parameters, optimizer, settings.objective());
    List<List<Integer>> plan = settings.plan().updates(groups.size(), seed);
    ReferenceLogProbs reference = reference(settings, groups, plan.getFirst());
    List<OptimizerUpdate.Outcome> outcomes = new ArrayList<>();
    double rate = 0;
    for (List<Integer> chosen : plan) {
      rate = settings.rate().at(firstUpdate + outcomes.size());
      OptimizerUpdate.Outcome outcome =
          update.apply(
              chosen.stream().map(groups::get).toList(),
              reference.of(chosen),
              settings.packer(),
              settings.optimizer().withLearningRate(rate));
      reference.addMissing(chosen, outcome.logProbs());
      outcomes.add(outcome);
    }
    return report(outcomes, rate, metrics(settings, groups, reference, outcomes));
  }

  private ReferenceLogProbs reference(
      StepSettings settings, List<TraceGroup> groups, List<Integer> first) {
    if (!settings.objective().usesReference()) {
      return ReferenceLogProbs.zeros(groups);
    }
    ReferenceLogProbs reference = ReferenceLogProbs.none(groups);
    Set<Integer> ownPass = Set.copyOf(first);
    List<Integer> later =
        IntStream.range(0, groups.size()).filter(i -> !ownPass.contains(i)).boxed().toList();
    List<TrainingTrace> traces =
        later.stream().flatMap(group -> groups.get(group).traces().stream()).toList();
    reference.addMissing(later, ReferencePass.of(program, parameters, settings.packer(), traces));
    return reference;
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
      StepSettings settings,
      List<TraceGroup> groups,
      ReferenceLogProbs reference,
      List<OptimizerUpdate.Outcome> outcomes) {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put(
        "skipped_updates",
        (double) outcomes.stream().filter(o -> !Double.isFinite(o.gradientNorm())).count());
    if (settings.objective().usesReference()) {
      LogRatios first = outcomes.getFirst().ratios();
      LogRatios last = outcomes.getLast().ratios();
      metrics.put("log_ratio_first_largest", first.largest());
      metrics.put("log_ratio_last_mean", last.mean());
      metrics.put("log_ratio_last_mean_square", last.meanSquare());
      metrics.put("log_ratio_last_largest", last.largest());
      metrics.putAll(TrainInferenceMismatch.of(groups, reference.byGroup()).metrics());
    }
    return metrics;
  }
}
