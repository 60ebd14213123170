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

  /** The verdict; its scorer's version is empty when there is no such scorer. */
  static Verdict of(
      TraceReference trace, String scorer, Scorers scorers, ScoreResult result, Instant at) {
    return Verdict.newBuilder()
        .setRun(trace.run())
        .setTraceId(trace.traceId())
        .setGroupId(trace.groupId())
        .setTraceOffset(trace.offset())
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
