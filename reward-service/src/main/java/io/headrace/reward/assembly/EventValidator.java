package io.headrace.reward.assembly;

import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;

/** Validates events before they are joined; an invalid one goes to the dead letters. */
final class EventValidator {

  private static final char SAMPLE_MARK = '#';

  private EventValidator() {}

  static Optional<String> problem(GroupRequest request) {
    if (request.getSamples() < 1) {
      return Optional.of(
          "the request has " + request.getSamples() + " samples, expected at least 1");
    }
    if (request.getScorers().isEmpty()) {
      return Optional.of("the request has no scorer, expected at least one");
    }
    if (new HashSet<>(request.getScorers()).size() < request.getScorers().size()) {
      return Optional.of("the request names a scorer twice: " + request.getScorers());
    }
    return ScorerWeights.problem(request);
  }

  static Optional<String> problem(Trace trace) {
    if (trace.getSample() < 0 || trace.getSample() >= trace.getSamples()) {
      return Optional.of(
          "sample %d is outside of 0 to %d".formatted(trace.getSample(), trace.getSamples() - 1));
    }
    String expected = traceId(trace.getGroupId(), trace.getSample());
    return trace.getTraceId().equals(expected)
        ? Optional.empty()
        : Optional.of("the id is %s, expected %s".formatted(trace.getTraceId(), expected));
  }

  static Optional<String> problem(Verdict verdict) {
    if (sample(verdict).isEmpty()) {
      return Optional.of(
          "the trace is %s, expected %s%sSAMPLE"
              .formatted(verdict.getTraceId(), verdict.getGroupId(), SAMPLE_MARK));
    }
    Double score = verdict.getScore();
    if (verdict.getStatus() != VerdictStatus.OK) {
      return score == null
          ? Optional.empty()
          : Optional.of("the status is %s, which has no score".formatted(verdict.getStatus()));
    }
    return score != null && score >= 0 && score <= 1
        ? Optional.empty()
        : Optional.of("the status is OK and the score %s, expected 0 to 1".formatted(score));
  }

  /** The key of a valid verdict. */
  static VerdictKey key(Verdict verdict) {
    return new VerdictKey(
        sample(verdict).orElseThrow(), verdict.getScorer(), verdict.getTraceOffset());
  }

  static String traceId(String groupId, int sample) {
    return groupId + SAMPLE_MARK + sample;
  }

  private static OptionalInt sample(Verdict verdict) {
    String prefix = verdict.getGroupId() + SAMPLE_MARK;
    if (!verdict.getTraceId().startsWith(prefix)) {
      return OptionalInt.empty();
    }
    try {
      int sample = Integer.parseInt(verdict.getTraceId().substring(prefix.length()));
      return sample < 0 ? OptionalInt.empty() : OptionalInt.of(sample);
    } catch (NumberFormatException notNumbered) {
      return OptionalInt.empty();
    }
  }
}
