package io.headrace.learner.batch;

import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Trace;
import java.util.List;

/**
 * Decides whether a single trace can be trained on, and if not, why. Events come from other
 * processes, so everything that a step relies on is checked here.
 *
 * @param rules the configured rules
 * @param version the weights version at batch start
 */
record TraceEligibility(BatchFilterRules rules, long version) {

  /** The result for one trace. */
  enum Finding {
    /** Its tokens are trained on. */
    USABLE,
    /** No scorer gave it a reward. */
    UNSCORED,
    /** A trained token of it is staler than the bound. */
    STALE,
    /**
     * No token of it is trained on: they come from the environment or are excluded. Its reward
     * enters the baseline of its group.
     */
    REWARD_ONLY,
    /** Prompt and response together are too long. */
    TOO_LONG,
    /** It is inconsistent or has a token outside the vocabulary. */
    MALFORMED
  }

  Finding look(ScoredTrace scored) {
    Trace trace = scored.getTrace();
    Double reward = scored.getReward();
    if (reward == null) {
      return Finding.UNSCORED;
    }
    if (!Double.isFinite(reward) || malformed(trace)) {
      return Finding.MALFORMED;
    }
    if (Staleness.of(trace.getSegments(), version).largest() > rules.maxStaleness()) {
      return Finding.STALE;
    }
    int length = trace.getPromptTokens().size() + trace.getTokens().size();
    if (length > rules.maxTokens()) {
      return Finding.TOO_LONG;
    }
    return TrainedTokens.any(trace.getSegments()) ? Finding.USABLE : Finding.REWARD_ONLY;
  }

  /** The trace in the form that steps read; only of one found usable or with a reward only. */
  TrainingTrace take(ScoredTrace scored) {
    Trace trace = scored.getTrace();
    double temperature = trace.getSampling().getTemperature();
    return new TrainingTrace(
        trace.getTraceId(),
        trace.getPromptTokens().stream().mapToInt(Integer::intValue).toArray(),
        trace.getTokens().stream().mapToInt(Integer::intValue).toArray(),
        TrainedTokens.mask(trace.getSegments()),
        floats(trace.getLogProbs()),
        temperature == 0 ? 1 : temperature,
        scored.getReward(),
        Staleness.of(trace.getSegments(), version));
  }

  private boolean malformed(Trace trace) {
    int tokens = trace.getTokens().size();
    return tokens == 0
        || trace.getPromptTokens().isEmpty()
        || trace.getLogProbs().size() != tokens
        || !trace.getLogProbs().stream().allMatch(Float::isFinite)
        || trace.getSegments().stream().anyMatch(segment -> segment.getTokens() < 1)
        || trace.getSegments().stream().mapToLong(Segment::getTokens).sum() != tokens
        || !(trace.getSampling().getTemperature() >= 0)
        || !known(trace.getPromptTokens())
        || !known(trace.getTokens());
  }

  private boolean known(List<Integer> tokens) {
    return tokens.stream().allMatch(token -> token >= 0 && token < rules.vocabulary());
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int index = 0; index < floats.length; index++) {
      floats[index] = values.get(index);
    }
    return floats;
  }
}
