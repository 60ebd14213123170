/** Recipes: published objectives as YAML, and the objective that a recipe describes. */
@NullMarked
package io.headrace.learner.objective.recipe;

import org.jspecify.annotations.NullMarked;
