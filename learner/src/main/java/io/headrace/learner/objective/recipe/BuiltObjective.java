package io.headrace.learner.objective.recipe;

import io.headrace.learner.objective.Objective;
import java.util.Map;

/**
 * An objective with the parameters it was built from.
 *
 * @param parameters every parameter that its parts read, defaults included
 * @param resetsOptimizer whether each optimizer step begins with reset moments
 */
public record BuiltObjective(
    Objective objective, Map<String, String> parameters, boolean resetsOptimizer) {}
