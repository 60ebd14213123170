package io.headrace.learner.step;

import io.headrace.learner.objective.Objective;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ParameterGroups;
import io.headrace.policy.ScalarHead;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Which parameters of a model are trained; the others are frozen.
 *
 * @param backbone which tensors of the backbone
 * @param heads names of the heads that are trained, in the order of their tensors
 */
public record TrainedParts(Backbone backbone, SequencedSet<String> heads) {

  /** The head that gives the value function. */
  public static final String VALUE_HEAD = "value";

  /** Which tensors of the backbone are trained. */
  public sealed interface Backbone {
    /** All of them. */
    record All() implements Backbone {}

    /**
     * Those of some groups; of none when the backbone is frozen.
     *
     * @param names as {@link ParameterGroups} has them
     */
    record Groups(Set<String> names) implements Backbone {

      /** Copies the set. */
      public Groups {
        names = Set.copyOf(names);
      }
    }
  }

  /** Copies the set. */
  public TrainedParts {
    heads = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(heads));
  }

  /** The whole backbone, and the value head where the objective reads values. */
  public static TrainedParts of(Objective objective) {
    SequencedSet<String> heads = new LinkedHashSet<>();
    if (objective.readsValues()) {
      heads.add(VALUE_HEAD);
    }
    return new TrainedParts(new Backbone.All(), heads);
  }

  /**
   * The names of the trained tensors, the backbone's first.
   *
   * @throws IllegalArgumentException when the model has no parameter group of a name
   */
  public SequencedSet<String> tensors(ModelConfig config) {
    SequencedSet<String> names =
        switch (backbone) {
          case Backbone.All() -> new LinkedHashSet<>(config.expectedTensors().sequencedKeySet());
          case Backbone.Groups(Set<String> groups) -> ParameterGroups.tensors(config, groups);
        };
    heads.forEach(name -> names.addAll(head(name, config).expectedTensors().sequencedKeySet()));
    return names;
  }

  /** The head of a name on a model of this configuration. */
  public static ScalarHead head(String name, ModelConfig config) {
    return new ScalarHead(name, config.hiddenSize());
  }
}
