package io.headrace.reward.assembly;

import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import java.util.List;
import java.util.Optional;

/** What the verdicts on a trace come to. A trace without a score is left out, never scored 0. */
sealed interface TraceScore {

  /** The mean of the scores. */
  record Scored(double score) implements TraceScore {}

  /** No score, and why. */
  record Unscored(String reason) implements TraceScore {}

  /**
   * Joins the verdicts of the required scorers.
   *
   * @param why follows what is said of a verdict that did not come
   */
  static TraceScore of(List<String> scorers, List<Verdict> verdicts, String why) {
    double sum = 0;
    for (String scorer : scorers) {
      Optional<Verdict> verdict =
          verdicts.stream().filter(one -> one.getScorer().equals(scorer)).findFirst();
      if (verdict.isEmpty()) {
        return new Unscored("no verdict of %s came%s".formatted(scorer, why));
      }
      Double score = verdict.get().getScore();
      if (verdict.get().getStatus() != VerdictStatus.OK || score == null) {
        return new Unscored(failure(verdict.get()));
      }
      sum += score;
    }
    return new Scored(sum / scorers.size());
  }

  private static String failure(Verdict verdict) {
    String failure = verdict.getScorer() + ": " + verdict.getStatus();
    return verdict.getDetail().isEmpty() ? failure : failure + ", " + verdict.getDetail();
  }
}
