package io.headrace.rollout.request;

import io.headrace.policy.generation.SamplePrefix;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.ResponsePrefix;
import io.headrace.schemas.Segment;
import java.util.List;
import java.util.Optional;

/** Checks the prefixes of a request and converts them for a backend. Pure. */
public final class ResponsePrefixes {

  private ResponsePrefixes() {}

  /**
   * Converts the prefixes for the backend.
   *
   * @throws IllegalArgumentException if a prefix contradicts itself
   */
  static List<SamplePrefix> of(GroupRequest request) {
    return request.getPrefixes().stream().map(ResponsePrefixes::of).toList();
  }

  private static SamplePrefix of(ResponsePrefix prefix) {
    int tokens = prefix.getTokens().size();
    if (prefix.getSegments().stream().anyMatch(segment -> segment.getTokens() < 1)
        || prefix.getSegments().stream().mapToLong(Segment::getTokens).sum() != tokens) {
      throw new IllegalArgumentException(
          "[sample=%d] the segments of its prefix do not add up to its %d tokens; write segments for each token"
              .formatted(prefix.getSample(), tokens));
    }
    float[] logProbs = new float[prefix.getLogProbs().size()];
    for (int i = 0; i < logProbs.length; i++) {
      logProbs[i] = prefix.getLogProbs().get(i);
    }
    return new SamplePrefix(
        prefix.getSample(),
        prefix.getTokens().stream().mapToInt(Integer::intValue).toArray(),
        logProbs);
  }

  /** The segments of a sample's prefix; empty when it has none. */
  public static List<Segment> segments(GroupRequest request, int sample) {
    return request.getPrefixes().stream()
        .filter(prefix -> prefix.getSample() == sample)
        .findFirst()
        .map(ResponsePrefix::getSegments)
        .orElse(List.of());
  }

  /**
   * Why a model can't continue the request's prefixes; empty when it can.
   *
   * @param prompt tokens of the prompt
   * @param positions the model's maximum number of tokens
   * @param vocabulary size of the model's vocabulary
   */
  static Optional<String> problem(GroupRequest request, int prompt, int positions, int vocabulary) {
    for (ResponsePrefix prefix : request.getPrefixes()) {
      String place = "[group=%s sample=%d] ".formatted(request.getGroupId(), prefix.getSample());
      if ((long) prompt + prefix.getTokens().size() >= positions) {
        return Optional.of(
            place
                + "prompt and prefix have %d tokens and the model takes %d with the response; shorten the prefix"
                    .formatted(prompt + prefix.getTokens().size(), positions));
      }
      if (prefix.getTokens().stream().anyMatch(token -> token < 0 || token >= vocabulary)) {
        return Optional.of(
            place
                + "its prefix has a token outside of the model's vocabulary of %d; write token ids of this model"
                    .formatted(vocabulary));
      }
    }
    return Optional.empty();
  }
}
