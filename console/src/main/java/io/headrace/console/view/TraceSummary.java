package io.headrace.console.view;

import io.headrace.schemas.FinishReason;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry of the list of traces; the tokens stay in the log at {@code position}.
 *
 * @param meanLogProb mean log-probability of the response tokens in nats, NaN without tokens
 * @param reward the reward after shaping, once the group is scored
 */
public record TraceSummary(
    String traceId,
    String groupId,
    int sample,
    Purpose purpose,
    String position,
    long weightsVersion,
    int tokens,
    FinishReason finishReason,
    double meanLogProb,
    String prompt,
    String text,
    String worker,
    Duration took,
    Instant at,
    List<VerdictSummary> verdicts,
    Optional<Double> score,
    Optional<Double> reward,
    String dropReason) {
  private static final int EXCERPT = 160;

  public TraceSummary {
    verdicts = List.copyOf(verdicts);
  }

  static TraceSummary of(Position position, Trace trace) {
    var segments = trace.getSegments();
    return new TraceSummary(
        trace.getTraceId(),
        trace.getGroupId(),
        trace.getSample(),
        trace.getPurpose(),
        position.toString(),
        segments.isEmpty() ? -1 : segments.getLast().getWeightsVersion(),
        trace.getTokens().size(),
        trace.getFinishReason(),
        trace.getLogProbs().stream().mapToDouble(Float::doubleValue).average().orElse(Double.NaN),
        TextPreview.of(trace.getTask().getPrompt(), EXCERPT),
        TextPreview.of(trace.getText(), EXCERPT),
        trace.getWorker(),
        Duration.between(trace.getStartedAt(), trace.getFinishedAt()),
        trace.getFinishedAt(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        "");
  }

  /** With a scorer's verdict; a second one of the same scorer is ignored, as downstream. */
  TraceSummary with(VerdictSummary verdict) {
    if (verdicts.stream().anyMatch(known -> known.scorer().equals(verdict.scorer()))) {
      return this;
    }
    List<VerdictSummary> more = new ArrayList<>(verdicts);
    more.add(verdict);
    return copy(more, verdict.score(), reward, dropReason);
  }

  /** A copy with the assembler's score, reward and drop reason. */
  TraceSummary assembled(Optional<Double> score, Optional<Double> reward, String dropReason) {
    return copy(verdicts, score, reward, dropReason);
  }

  private TraceSummary copy(
      List<VerdictSummary> verdicts,
      Optional<Double> score,
      Optional<Double> reward,
      String dropReason) {
    return new TraceSummary(
        traceId,
        groupId,
        sample,
        purpose,
        position,
        weightsVersion,
        tokens,
        finishReason,
        meanLogProb,
        prompt,
        text,
        worker,
        took,
        at,
        verdicts,
        score,
        reward,
        dropReason);
  }
}
