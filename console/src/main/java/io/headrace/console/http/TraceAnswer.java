package io.headrace.console.http;

import io.headrace.console.view.GroupSummary;
import io.headrace.console.view.TraceSummary;
import io.headrace.schemas.FinishReason;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Segment;
import io.headrace.schemas.TokenSource;
import io.headrace.schemas.Trace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A whole trace.
 *
 * @param summary the list's entry with verdicts and score; nothing when it left the list
 * @param group its group, once assembled
 */
record TraceAnswer(Whole trace, Optional<TraceSummary> summary, Optional<GroupSummary> group) {

  /** One part of the response: drawn from one weights version, or written by the environment. */
  record Part(long weightsVersion, int tokens, TokenSource source, boolean trained) {

    static Part of(Segment segment) {
      return new Part(
          segment.getWeightsVersion(),
          segment.getTokens(),
          segment.getSource(),
          segment.getTrained());
    }
  }

  /**
   * The trace as the log has it.
   *
   * @param prompt as the policy continues it; of a conversation its messages with role labels
   * @param scorerWeights weights of several scorers by name; empty when the verifier alone scores
   * @param pieces text of each response token; nothing when no tokenizer was published
   */
  record Whole(
      String traceId,
      String groupId,
      int sample,
      int samples,
      String position,
      Purpose purpose,
      String taskId,
      String prompt,
      String answer,
      String verifier,
      Map<String, Double> scorerWeights,
      double temperature,
      int maxNewTokens,
      int promptTokens,
      List<Integer> tokens,
      Optional<List<String>> pieces,
      List<Float> logProbs,
      List<Part> segments,
      FinishReason finishReason,
      String text,
      String worker,
      int attempt,
      Instant receivedAt,
      Instant startedAt,
      Instant finishedAt) {

    static Whole of(String position, Trace trace, Optional<List<String>> pieces) {
      return new Whole(
          trace.getTraceId(),
          trace.getGroupId(),
          trace.getSample(),
          trace.getSamples(),
          position,
          trace.getPurpose(),
          trace.getTask().getTaskId(),
          trace.getTask().getPrompt(),
          trace.getTask().getAnswer(),
          trace.getTask().getVerifier(),
          new TreeMap<>(trace.getTask().getScorerWeights()),
          trace.getSampling().getTemperature(),
          trace.getSampling().getMaxNewTokens(),
          trace.getPromptTokens().size(),
          trace.getTokens(),
          pieces,
          trace.getLogProbs(),
          trace.getSegments().stream().map(Part::of).toList(),
          trace.getFinishReason(),
          trace.getText(),
          trace.getWorker(),
          trace.getAttempt(),
          trace.getReceivedAt(),
          trace.getStartedAt(),
          trace.getFinishedAt());
    }
  }
}
