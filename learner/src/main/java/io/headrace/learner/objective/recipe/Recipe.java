package io.headrace.learner.objective.recipe;

import io.headrace.learner.objective.Objective;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A combination of an objective's parts with their parameters, as text. Immutable.
 *
 * @param name the name of the objective
 * @param place file or name, for messages
 * @param description what the combination is, for people; may be empty
 * @param source where it was published; may be empty
 * @param parameters by name, in the order they were written
 * @param checked names of the parameters that must be read by the combination, else the recipe is
 *     rejected: all of a user's file, and those that replace a built-in recipe's
 */
public record Recipe(
    String name,
    String place,
    String description,
    String source,
    Map<String, String> parameters,
    Set<String> checked) {

  private static final String BOTH_CLIPS = "clip";

  /** Copies the parameters; {@code clip} stands for {@code clipLow} and {@code clipHigh}. */
  public Recipe {
    parameters = withBothClips(parameters);
    checked = new LinkedHashSet<>(withBothClips(asMap(checked)).keySet());
  }

  /**
   * The recipe with some parameters replaced.
   *
   * @param place where they were given, for messages
   */
  public Recipe with(Map<String, String> replaced, String place) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.putAll(withBothClips(replaced));
    Set<String> given = new LinkedHashSet<>(checked);
    given.addAll(replaced.keySet());
    return new Recipe(name, place, description, source, all, given);
  }

  /**
   * The objective.
   *
   * @throws io.headrace.pipeline.error.HeadraceException INVALID_CONFIG when a parameter is
   *     unknown, missing or out of range, or parts do not fit each other
   */
  public Objective objective() {
    return ObjectiveBuilder.build(this).objective();
  }

  private static Map<String, String> withBothClips(Map<String, String> given) {
    Map<String, String> parameters = new LinkedHashMap<>(given);
    String clip = parameters.remove(BOTH_CLIPS);
    if (clip != null) {
      parameters.putIfAbsent("clipLow", clip);
      parameters.putIfAbsent("clipHigh", clip);
    }
    return parameters;
  }

  private static Map<String, String> asMap(Set<String> names) {
    Map<String, String> map = new LinkedHashMap<>();
    names.forEach(name -> map.put(name, ""));
    return map;
  }
}
