package io.headrace.verifier.service;

import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.verifier.judge.Judgement;
import io.headrace.verifier.scorer.Scorer;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scorer.Scorers;
import java.time.Instant;

/** What a trace asks of its scorers, and what they say of it as an event. Pure. */
final class Verdicts {

  private Verdicts() {}

  /** What a scorer looks at of a trace. */
  static ScorerInput input(Trace trace) {
    return new ScorerInput(
        trace.getTask().getPrompt(), trace.getTask().getAnswer(), trace.getText());
  }

  /**
   * The verdict; its scorer's version is empty when there is no such scorer.
   *
   * @param offset where the judged trace stands in its partition
   */
  static Verdict of(
      Trace trace, long offset, String scorer, Scorers scorers, Judgement judgement, Instant at) {
    return Verdict.newBuilder()
        .setRun(trace.getRun())
        .setTraceId(trace.getTraceId())
        .setGroupId(trace.getGroupId())
        .setTraceOffset(offset)
        .setScorer(scorer)
        .setScorerVersion(scorers.named(scorer).map(Scorer::version).orElse(""))
        .setStatus(judgement.status())
        .setScore(judgement.score().isPresent() ? judgement.score().getAsDouble() : null)
        .setDetail(judgement.detail())
        .setLatencyMicros(judgement.took().toNanos() / 1_000)
        .setScoredAt(at)
        .build();
  }
}
