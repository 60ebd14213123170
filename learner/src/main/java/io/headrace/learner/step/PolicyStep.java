package io.headrace.learner.step;

import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One optimizer step: reference log-probs with the weights at its start, then the planned inner
 * updates.
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
   * @param firstUpdate number of the first inner update within the stage, for the learning rate
   * @param seed of the order of groups
   */
  public StepReport take(
      StepSettings settings, List<TraceGroup> groups, long firstUpdate, long seed) {
    if (settings.fresh()) {
      optimizer.reset();
    }
    List<List<float[]>> reference = reference(settings, groups);
    InnerUpdate update = new InnerUpdate(program, parameters, optimizer, settings.objective());
    List<InnerUpdate.Outcome> outcomes = new ArrayList<>();
    double rate = 0;
    for (List<Integer> chosen : settings.plan().updates(groups.size(), seed)) {
      rate = settings.rate().at(firstUpdate + outcomes.size());
      outcomes.add(
          update.apply(
              chosen.stream().map(groups::get).toList(),
              chosen.stream().flatMap(group -> reference.get(group).stream()).toList(),
              settings.packer(),
              settings.optimizer().withLearningRate(rate)));
    }
    return report(outcomes, rate, metrics(settings, groups, reference, outcomes));
  }

  /** Per group, per trace, the log-prob of each response token; zeros where nobody reads them. */
  private List<List<float[]>> reference(StepSettings settings, List<TraceGroup> groups) {
    List<TrainingTrace> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    List<float[]> flat =
        settings.objective().usesReference()
            ? ReferencePass.of(program, parameters, settings.packer(), traces)
            : traces.stream().map(trace -> new float[trace.response().length]).toList();
    List<List<float[]>> byGroup = new ArrayList<>();
    int at = 0;
    for (TraceGroup group : groups) {
      byGroup.add(flat.subList(at, at + group.traces().size()));
      at += group.traces().size();
    }
    return byGroup;
  }

  private static StepReport report(
      List<InnerUpdate.Outcome> outcomes, double rate, Map<String, Double> metrics) {
    return new StepReport(
        outcomes.stream().mapToDouble(InnerUpdate.Outcome::loss).average().orElseThrow(),
        outcomes.stream().mapToDouble(InnerUpdate.Outcome::gradientNorm).average().orElseThrow(),
        rate,
        outcomes.size(),
        outcomes.stream().mapToLong(InnerUpdate.Outcome::tokens).sum(),
        metrics);
  }

  private static Map<String, Double> metrics(
      StepSettings settings,
      List<TraceGroup> groups,
      List<List<float[]>> reference,
      List<InnerUpdate.Outcome> outcomes) {
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
      metrics.putAll(BehaviourGap.of(groups, reference).metrics());
    }
    return metrics;
  }
}
