package io.headrace.pipeline.config;

import java.util.List;

/**
 * How training samples are drawn.
 *
 * @param temperature softmax temperature, more than 0
 * @param maxNewTokens most tokens of a response
 * @param stop strings that end a response
 */
public record SamplingConfig(double temperature, int maxNewTokens, List<String> stop) {

  public SamplingConfig {
    Check.positive("sampling.temperature", temperature);
    Check.atLeast("sampling.max-new-tokens", maxNewTokens, 1);
    stop = List.copyOf(stop);
  }
}
