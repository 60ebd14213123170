package io.headrace.learner.objective.aggregation;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import java.util.List;

/**
 * The mean over traces of their sums over tokens, each divided by a length.
 *
 * @param length divides the sum of one trace
 */
public record SequenceMean(Length length) implements Aggregation {

  /** What the sum of one trace is divided by. */
  public sealed interface Length {
    /** The trained tokens of the trace itself (GRPO, arXiv 2402.03300). */
    record Own() implements Length {}

    /**
     * The longest response of the update, trained or not: the width of a padded batch (verl's
     * default divisor for Dr. GRPO).
     */
    record Longest() implements Length {}

    /**
     * The same number for every trace, 1 for plain sums (Dr. GRPO, arXiv 2503.20783).
     *
     * @param tokens above 0
     */
    record Constant(double tokens) implements Length {

      /** Checks the number. */
      public Constant {
        if (!(tokens > 0) || !Double.isFinite(tokens)) {
          throw new IllegalArgumentException("a length must be above 0, not " + tokens);
        }
      }
    }
  }

  @Override
  public double[] weights(List<RewardedGroup> groups) {
    List<RewardedTrace> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    long counted = traces.stream().filter(RewardedTrace::isTrained).count();
    int longest = traces.stream().mapToInt(RewardedTrace::tokens).max().orElse(0);
    return traces.stream()
        .mapToDouble(trace -> trace.isTrained() ? 1.0 / counted / divisor(trace, longest) : 0)
        .toArray();
  }

  private double divisor(RewardedTrace trace, int longest) {
    return switch (length) {
      case Length.Own() -> trace.trainedTokens();
      case Length.Longest() -> longest;
      case Length.Constant(double tokens) -> tokens;
    };
  }
}
