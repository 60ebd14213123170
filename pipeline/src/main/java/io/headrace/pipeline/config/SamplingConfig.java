package io.headrace.pipeline.config;

import java.util.List;

/**
 * How training samples are drawn.
 *
 * @param temperature softmax temperature, 0.01 to 100
 * @param maxNewTokens most tokens of a response
 * @param stop strings that end a response, none empty
 */
public record SamplingConfig(double temperature, int maxNewTokens, List<String> stop) {

  private static final double LEAST_TEMPERATURE = 0.01;
  private static final double MOST_TEMPERATURE = 100;
  private static final int LONGEST_STOP = 1000;

  /**
   * Refuses responses that leave a prompt no position.
   *
   * @param positions tokens of the model's longest sequence
   * @param source where that number is from
   */
  public void requireRoom(int positions, String source) {
    Check.that(
        maxNewTokens < positions,
        "sampling.max-new-tokens",
        "must be less than %s, which is %d, is %d: a prompt needs positions too"
            .formatted(source, positions, maxNewTokens));
  }

  public SamplingConfig {
    Check.that(
        temperature >= LEAST_TEMPERATURE && temperature <= MOST_TEMPERATURE,
        "sampling.temperature",
        "must be between %s and %s, is %s: colder, all samples of a group are the same, hotter, all are noise; 1.0 is usual"
            .formatted(LEAST_TEMPERATURE, MOST_TEMPERATURE, temperature));
    Check.atLeast("sampling.max-new-tokens", maxNewTokens, 1);
    stop = List.copyOf(stop);
    Check.that(
        stop.stream().noneMatch(String::isEmpty),
        "sampling.stop",
        "holds an empty string, which no response can end with; leave it out, or write [] for"
            + " none");
    Check.that(
        stop.stream().allMatch(text -> text.length() <= LONGEST_STOP),
        "sampling.stop",
        "holds a string of more than %d characters; shorten it".formatted(LONGEST_STOP));
  }
}
