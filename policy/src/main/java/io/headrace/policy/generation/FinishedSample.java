package io.headrace.policy.generation;

import java.time.Instant;
import java.util.List;

/**
 * A sample that has ended. The arrays are the receiver's.
 *
 * @param request the request that it is a sample of
 * @param sample its number in the request, from 0
 * @param tokens [n] ids of the response, a prefix and an end-of-sequence token included
 * @param logProbs [n] float32 log-probability in nats of each token under softmax(logits /
 *     temperature), or softmax(logits) when the temperature is 0
 * @param segments which weights drew which tokens after the prefix, in order
 * @param reason why it ended
 * @param text the response without an end-of-sequence token
 * @param startedAt start of the decode call that drew its first token
 * @param finishedAt end of the decode call that drew its last token
 */
@SuppressWarnings("ArrayRecordComponent") // Hot: handed on as they are.
public record FinishedSample(
    GenerationRequest request,
    int sample,
    int[] tokens,
    float[] logProbs,
    List<WeightsSegment> segments,
    EndReason reason,
    String text,
    Instant startedAt,
    Instant finishedAt) {

  public FinishedSample {
    segments = List.copyOf(segments);
  }
}
