package io.headrace.pipeline.config;

import java.util.List;

/**
 * How training samples are drawn.
 *
 * @param temperature softmax temperature, 0.01 to 100
 * @param maxNewTokens maximum number of tokens of a response
 * @param stop strings that end a response, none of them empty
 */
public record SamplingConfig(double temperature, int maxNewTokens, List<String> stop) {

  private static final double LEAST_TEMPERATURE = 0.01;
  private static final double MOST_TEMPERATURE = 100;
  private static final int LONGEST_STOP = 1000;

  /**
   * Rejects responses that leave no position for the prompt.
   *
   * @param positions maximum length of the model's sequences, in tokens
   * @param source the setting or file with that number
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
        "must be between %s and %s, is %s: at lower temperatures all samples of a group are equal, at higher ones they are noise; 1.0 is common"
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
