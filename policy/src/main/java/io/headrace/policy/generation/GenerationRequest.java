package io.headrace.policy.generation;

import java.util.List;
import java.util.Optional;

/**
 * A request for samples that continue one prompt.
 *
 * @param id id of the request in results; unique among the requests of a decoder
 * @param prompt token ids, at least one; must not be modified afterwards
 * @param samples number of samples, at least 1
 * @param maxNewTokens maximum number of response tokens of a sample, at least 1
 * @param temperature divides the logits; 0 selects the most probable token
 * @param stop strings that end a sample
 * @param seed of the group; sample i draws from the stream (seed, i)
 * @param prefixes beginnings of responses that are continued, at most one per sample; each shorter
 *     than {@code maxNewTokens}, which bounds the whole response
 */
@SuppressWarnings("ArrayRecordComponent") // Hot: handed on as they are.
public record GenerationRequest(
    String id,
    int[] prompt,
    int samples,
    int maxNewTokens,
    double temperature,
    List<String> stop,
    long seed,
    List<SamplePrefix> prefixes) {

  public GenerationRequest {
    stop = List.copyOf(stop);
    prefixes = List.copyOf(prefixes);
    require(prompt.length > 0, id, "the prompt has no tokens; write a prompt");
    require(samples > 0, id, "it asks for " + samples + " samples; ask for at least 1");
    require(maxNewTokens > 0, id, "it allows " + maxNewTokens + " new tokens; allow at least 1");
    require(
        temperature >= 0 && Double.isFinite(temperature),
        id,
        "its temperature is " + temperature + "; give 0 or a positive number");
    require(stop.stream().noneMatch(String::isEmpty), id, "a stop string is empty; leave it out");
    require(
        prefixes.stream().mapToInt(SamplePrefix::sample).distinct().count() == prefixes.size()
            && prefixes.stream().allMatch(prefix -> prefix.sample() < samples),
        id,
        "its prefixes are not of different samples below " + samples + "; give each sample one");
    require(
        prefixes.stream().allMatch(prefix -> prefix.tokens().length < maxNewTokens),
        id,
        "a prefix leaves no token of " + maxNewTokens + " to draw; allow more or shorten it");
  }

  /** A request without prefixes. */
  public GenerationRequest(
      String id,
      int[] prompt,
      int samples,
      int maxNewTokens,
      double temperature,
      List<String> stop,
      long seed) {
    this(id, prompt, samples, maxNewTokens, temperature, stop, seed, List.of());
  }

  /** The prefix of a sample; empty when it has none. */
  public Optional<SamplePrefix> prefix(int sample) {
    return prefixes.stream().filter(prefix -> prefix.sample() == sample).findFirst();
  }

  private static void require(boolean holds, String id, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("[request=" + id + "] " + problem);
    }
  }
}
