package io.headrace.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tensors of a backbone in named groups, of which training may freeze some: {@code embedding},
 * {@code layers.0} and further ones, {@code norm}, and {@code language-head} where it is not tied
 * to the embedding.
 */
public final class ParameterGroups {

  private static final Pattern LAYER = Pattern.compile("model\\.(layers\\.\\d+)\\..*");

  private ParameterGroups() {}

  /** Names of the tensors of each group, both in the program's order. */
  public static SequencedMap<String, List<String>> of(ModelConfig config) {
    SequencedMap<String, List<String>> groups = new LinkedHashMap<>();
    for (String tensor : config.expectedTensors().keySet()) {
      groups.computeIfAbsent(group(tensor), group -> new ArrayList<>()).add(tensor);
    }
    return groups;
  }

  /**
   * The tensors of some groups.
   *
   * @throws IllegalArgumentException when the model has no group of a name
   */
  public static SequencedSet<String> tensors(ModelConfig config, Collection<String> names) {
    SequencedMap<String, List<String>> groups = of(config);
    SequencedSet<String> tensors = new LinkedHashSet<>();
    for (String name : names) {
      List<String> group = groups.get(name);
      if (group == null) {
        throw new IllegalArgumentException(
            "the model has no parameter group '%s'; use some of %s"
                .formatted(name, groups.keySet()));
      }
      tensors.addAll(group);
    }
    return tensors;
  }

  private static String group(String tensor) {
    Matcher layer = LAYER.matcher(tensor);
    if (layer.matches()) {
      return layer.group(1);
    }
    return switch (tensor) {
      case "model.embed_tokens.weight" -> "embedding";
      case "model.norm.weight" -> "norm";
      case "lm_head.weight" -> "language-head";
      default -> throw new IllegalStateException("tensor %s is in no group".formatted(tensor));
    };
  }
}
