package io.headrace.reward.assembly;

import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The score of a trace from its verdicts. A trace whose verdict failed has no score, not a score of
 * 0.
 */
sealed interface TraceScore {

  /** The weighted mean of the scores. */
  record Scored(double score) implements TraceScore {}

  /** No score, with the reason. */
  record Unscored(String reason) implements TraceScore {}

  /**
   * Computes the score from the verdicts of the required scorers.
   *
   * @param scorers of the group; a verdict of each is required, also of one with weight 0
   * @param why appended to the reason when a verdict is missing
   */
  static TraceScore of(
      List<String> scorers, ScorerWeights weights, List<Verdict> verdicts, String why) {
    List<Map.Entry<String, Double>> scores = new ArrayList<>();
    for (String scorer : scorers) {
      Optional<Verdict> verdict =
          verdicts.stream().filter(one -> one.getScorer().equals(scorer)).findFirst();
      if (verdict.isEmpty()) {
        return new Unscored("no verdict of %s was received%s".formatted(scorer, why));
      }
      Double score = verdict.get().getScore();
      if (verdict.get().getStatus() != VerdictStatus.OK || score == null) {
        return new Unscored(failure(verdict.get()));
      }
      scores.add(Map.entry(scorer, score));
    }
    return new Scored(weights.mean(scores));
  }

  private static String failure(Verdict verdict) {
    String failure = verdict.getScorer() + ": " + verdict.getStatus();
    return verdict.getDetail().isEmpty() ? failure : failure + ", " + verdict.getDetail();
  }
}
