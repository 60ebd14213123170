package io.headrace.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * A head that computes one number per position from the hidden state h of width D, {@code w · h +
 * b}: a value function, or a reward model's score at the last token.
 *
 * @param name of the head and of its file: lower-case letters, digits and hyphens
 * @param hiddenSize D, as in {@link ModelConfig#hiddenSize}
 */
public record ScalarHead(String name, int hiddenSize) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

  /** Validates name and width. */
  public ScalarHead {
    if (!NAME.matcher(name).matches() || hiddenSize < 1) {
      throw new IllegalArgumentException(
          "a head needs a name of lower-case letters, digits and hyphens and a width: '%s', %d"
              .formatted(name, hiddenSize));
    }
  }

  /** Its tensors: {@code NAME.weight} [1, D] and {@code NAME.bias} [1]. */
  public SequencedMap<String, List<Long>> expectedTensors() {
    SequencedMap<String, List<Long>> tensors = new LinkedHashMap<>();
    tensors.put(name + ".weight", List.of(1L, (long) hiddenSize));
    tensors.put(name + ".bias", List.of(1L));
    return tensors;
  }
}
