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
 * @param summary its entry in the list, with verdicts and score; empty when it was evicted
 * @param group its group; empty before it is assembled
 */
record TraceAnswer(Whole trace, Optional<TraceSummary> summary, Optional<GroupSummary> group) {

  /** A segment of the response: drawn with one weights version, or written by the environment. */
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
   * The trace as it is in the log.
   *
   * @param prompt the prompt text that the policy continues; for a conversation its messages with
   *     role labels
   * @param scorerWeights weights of several scorers by name; empty when only the verifier scores
   * @param pieces text of each response token; empty without a published tokenizer
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
