package io.headrace.verifier.service;

import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.verifier.scorer.Scorer;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scorer.Scorers;
import io.headrace.verifier.scoring.ScoreResult;
import java.time.Instant;

/** Converts a trace to the input of a scorer, and a result to a verdict. Pure. */
final class Verdicts {

  private Verdicts() {}

  /** The input of a scorer. */
  static ScorerInput input(Trace trace) {
    return new ScorerInput(
        trace.getTask().getPrompt(), trace.getTask().getAnswer(), trace.getText());
  }

  /**
   * The verdict; its scorer's version is empty when there is no such scorer.
   *
   * @param offset of the scored trace in its partition
   */
  static Verdict of(
      Trace trace, long offset, String scorer, Scorers scorers, ScoreResult result, Instant at) {
    return Verdict.newBuilder()
        .setRun(trace.getRun())
        .setTraceId(trace.getTraceId())
        .setGroupId(trace.getGroupId())
        .setTraceOffset(offset)
        .setScorer(scorer)
        .setScorerVersion(scorers.named(scorer).map(Scorer::version).orElse(""))
        .setStatus(result.status())
        .setScore(result.score().isPresent() ? result.score().getAsDouble() : null)
        .setDetail(result.detail())
        .setLatencyMicros(result.took().toNanos() / 1_000)
        .setScoredAt(at)
        .build();
  }
}
