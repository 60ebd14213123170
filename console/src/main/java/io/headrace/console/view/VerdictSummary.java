package io.headrace.console.view;

import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import java.util.Optional;

/** The verdict of one scorer on a trace. */
public record VerdictSummary(
    String scorer,
    String scorerVersion,
    VerdictStatus status,
    Optional<Double> score,
    String detail,
    long latencyMicros) {
  private static final int DETAIL = 400;

  static VerdictSummary of(Verdict event) {
    return new VerdictSummary(
        event.getScorer(),
        event.getScorerVersion(),
        event.getStatus(),
        Optional.ofNullable(event.getScore()),
        TextPreview.of(event.getDetail(), DETAIL),
        event.getLatencyMicros());
  }
}
