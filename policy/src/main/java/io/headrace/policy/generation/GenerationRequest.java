package io.headrace.policy.generation;

import java.util.List;

/**
 * Asks for samples that continue one prompt.
 *
 * @param id names the request in what comes back; unique among those in a decoder
 * @param prompt token ids, at least one; not changed by anyone afterwards
 * @param samples how many samples, at least 1
 * @param maxNewTokens most tokens a sample may have, at least 1
 * @param temperature divides the logits; 0 takes the most probable token
 * @param stop strings that end a sample
 * @param seed of the group; sample i draws from the stream (seed, i)
 */
@SuppressWarnings("ArrayRecordComponent") // Hot: handed on as they are.
public record GenerationRequest(
    String id,
    int[] prompt,
    int samples,
    int maxNewTokens,
    double temperature,
    List<String> stop,
    long seed) {

  public GenerationRequest {
    stop = List.copyOf(stop);
    require(prompt.length > 0, id, "the prompt has no tokens; give it some text");
    require(samples > 0, id, "it asks for " + samples + " samples; ask for at least 1");
    require(maxNewTokens > 0, id, "it allows " + maxNewTokens + " new tokens; allow at least 1");
    require(
        temperature >= 0 && Double.isFinite(temperature),
        id,
        "its temperature is " + temperature + "; give 0 or a positive number");
    require(stop.stream().noneMatch(String::isEmpty), id, "a stop string is empty; leave it out");
  }

  private static void require(boolean holds, String id, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("[request=" + id + "] " + problem);
    }
  }
}
