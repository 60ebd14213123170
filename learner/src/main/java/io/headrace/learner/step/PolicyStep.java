package io.headrace.learner.step;

import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One optimizer step: the planned optimizer updates, with the weights at its start as the old
 * policy.
 *
 * <p>The first update's forward pass gives the old log-probs of its own groups, because the weights
 * are still those of the start; only the groups of later updates need a pass of their own, and all
 * groups where the advantage estimator reads old log-probs. What an objective does not read is not
 * computed.
 *
 * <p>A function of the weights, the optimizer's state, the groups, the first update's number and
 * the seed: the same give the same bits on the same machine with the same number of threads. Used
 * by one thread; owns nothing.
 */
public final class PolicyStep {

  private final PolicyProgram program;
  private final PolicyParameters parameters;
  private final OptimizerState optimizer;
  private final Optional<PolicyParameters> reference;

  /** A step over weights that belong to the caller and that require gradients. */
  public PolicyStep(PolicyProgram program, PolicyParameters parameters, OptimizerState optimizer) {
    this(program, parameters, optimizer, Optional.empty());
  }

  /** The same with a frozen reference model of the same configuration, the caller's as well. */
  public PolicyStep(
      PolicyProgram program,
      PolicyParameters parameters,
      OptimizerState optimizer,
      Optional<PolicyParameters> reference) {
    this.program = program;
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.reference = reference;
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
    StepInputs inputs =
        StepInputs.of(
            groups,
            oldLogProbs(settings, groups, plan.getFirst()),
            referenceLogProbs(settings, groups),
            settings.objective().advantage());
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
      inputs.old().addMissing(chosen, outcome.logProbs());
      outcomes.add(outcome);
    }
    return report(outcomes, rate, metrics(settings, inputs, outcomes));
  }

  private BatchLogProbs oldLogProbs(
      StepSettings settings, List<TraceGroup> groups, List<Integer> first) {
    BatchLogProbs old = new BatchLogProbs(groups);
    if (!reads(settings, TokenInput.OLD_LOG_PROBS)) {
      return old;
    }
    boolean before = settings.objective().advantage().inputs().contains(TokenInput.OLD_LOG_PROBS);
    Set<Integer> ownPass = before ? Set.of() : Set.copyOf(first);
    List<Integer> later =
        IntStream.range(0, groups.size()).filter(i -> !ownPass.contains(i)).boxed().toList();
    List<TrainingTrace> traces =
        later.stream().flatMap(group -> groups.get(group).traces().stream()).toList();
    old.addMissing(later, LogProbPass.of(program, parameters, settings.packer(), traces));
    return old;
  }

  private BatchLogProbs referenceLogProbs(StepSettings settings, List<TraceGroup> groups) {
    BatchLogProbs logProbs = new BatchLogProbs(groups);
    if (reads(settings, TokenInput.REFERENCE_LOG_PROBS)) {
      PolicyParameters weights =
          reference.orElseThrow(
              () ->
                  new IllegalStateException(
                      "[objective=%s] a term reads a reference model, but the step has none"
                          .formatted(settings.objective().name())));
      List<TrainingTrace> traces =
          groups.stream().flatMap(group -> group.traces().stream()).toList();
      logProbs.addMissing(
          IntStream.range(0, groups.size()).boxed().toList(),
          LogProbPass.of(program, weights, settings.packer(), traces));
    }
    return logProbs;
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
      metrics.putAll(TrainInferenceMismatch.of(inputs.groups(), inputs.old().byGroup()).metrics());
    }
    return metrics;
  }
}
