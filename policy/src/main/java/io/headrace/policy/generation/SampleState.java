package io.headrace.policy.generation;

import io.headrace.policy.program.DecodedTokens;
import io.headrace.policy.tokenizer.Tokenizer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One sample while it is decoded: its tokens so far and its end conditions. */
final class SampleState {

  private static final int FIRST_CAPACITY = 64;

  private final QueuedRequest group;
  private final int sample;
  private final Instant startedAt;
  private final UniformStream uniforms;
  private final RepetitionDetector repetition;
  private final SegmentLog segments = new SegmentLog();
  private int[] tokens;
  private float[] logProbs;
  private int count;

  SampleState(QueuedRequest group, int sample, RepetitionRule rule, Instant startedAt) {
    this.group = group;
    this.sample = sample;
    this.startedAt = startedAt;
    this.uniforms = UniformStream.of(group.request().seed(), sample);
    this.repetition = new RepetitionDetector(rule);
    int capacity = Math.min(FIRST_CAPACITY, group.budget());
    this.tokens = new int[capacity];
    this.logProbs = new float[capacity];
    group.request().prefix(sample).ifPresent(this::begin);
  }

  private void begin(SamplePrefix prefix) {
    for (int i = 0; i < prefix.tokens().length; i++) {
      ensureRoom();
      tokens[i] = prefix.tokens()[i];
      logProbs[i] = prefix.logProbs()[i];
      repetition.add(tokens, i);
      count++;
    }
  }

  QueuedRequest group() {
    return group;
  }

  /** The newest token of prompt and response. */
  int lastToken() {
    return count > 0 ? tokens[count - 1] : group.prompt()[group.prompt().length - 1];
  }

  /** The cache column of the newest token: the number of tokens before it. */
  int position() {
    return group.prompt().length + count - 1;
  }

  /** All tokens but the newest, which are those in the cache. */
  int[] cached() {
    int[] all = Arrays.copyOf(group.prompt(), position() + 1);
    System.arraycopy(tokens, 0, all, group.prompt().length, count);
    return Arrays.copyOf(all, position());
  }

  /** Number of response tokens so far, including its prefix. */
  int length() {
    return count;
  }

  float uniform(int step) {
    return uniforms.at(count + step);
  }

  /**
   * Appends the tokens that were decoded for this sample's slot.
   *
   * @return the reason why the sample has ended; empty when it has not
   */
  Optional<EndReason> append(DecodedTokens decoded, int row, long weightsVersion) {
    int before = count;
    EndReason end = appendUntilEnd(decoded, row);
    int stopped = group.stops().firstEnd(tokens, before, count);
    if (stopped >= 0) {
      count = stopped;
      end = EndReason.STOP;
    }
    segments.add(weightsVersion, count - before);
    return Optional.ofNullable(end);
  }

  private @Nullable EndReason appendUntilEnd(DecodedTokens decoded, int row) {
    for (int step = 0; step < decoded.tokens().length; step++) {
      int token = decoded.tokens()[step][row];
      if (token == DecodedTokens.NONE) {
        return EndReason.LENGTH;
      }
      ensureRoom();
      tokens[count] = token;
      logProbs[count] = finite(decoded.logProbs()[step][row]);
      boolean repeats = repetition.add(tokens, count);
      count++;
      if (group.isEnd(token)) {
        return EndReason.EOS;
      }
      if (repeats) {
        return EndReason.REPETITION;
      }
    }
    return count >= group.budget() ? EndReason.LENGTH : null;
  }

  /** Rejects log-probs that are not finite, which no policy has. */
  private float finite(float logProb) {
    if (!Float.isFinite(logProb)) {
      throw new IllegalStateException(
          "[request=%s] the engine returned the log-prob %s; weights or cache contain non-finite values"
              .formatted(group.request().id(), logProb));
    }
    return logProb;
  }

  private void ensureRoom() {
    if (count == tokens.length) {
      int capacity = Math.min(2 * tokens.length, group.budget());
      tokens = Arrays.copyOf(tokens, capacity);
      logProbs = Arrays.copyOf(logProbs, capacity);
    }
  }

  FinishedSample finish(EndReason reason, Tokenizer tokenizer, Instant finishedAt) {
    int textTokens = reason == EndReason.EOS ? count - 1 : count;
    return new FinishedSample(
        group.request(),
        sample,
        Arrays.copyOf(tokens, count),
        Arrays.copyOf(logProbs, count),
        segments.segments(),
        reason,
        tokenizer.decode(tokens, 0, textTokens),
        startedAt,
        finishedAt);
  }
}
