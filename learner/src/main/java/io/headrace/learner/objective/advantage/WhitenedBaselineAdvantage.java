package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import java.util.List;

/**
 * REINFORCE++-baseline (arXiv 2501.03262): the reward above the mean of its group, the own one
 * included, for every token of a trace, whitened over the trained tokens of the batch. The mean of
 * a group of one is 0.
 */
public record WhitenedBaselineAdvantage() implements AdvantageEstimator {

  private static final AdvantageEstimator CENTRED = new GroupNormalizedAdvantage(Deviation.NONE);

  @Override
  public List<TraceAdvantage> estimate(List<RewardedGroup> groups) {
    List<RewardedTrace> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    List<double[]> centred =
        CENTRED.estimate(groups).stream().map(TraceAdvantage::advantages).toList();
    return Whitening.whiten(traces, centred).stream().map(TraceAdvantage::withoutReturns).toList();
  }
}
