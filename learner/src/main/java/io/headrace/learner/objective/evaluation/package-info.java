/** An objective on log-probs that are given as numbers, by the code that training uses. */
@NullMarked
package io.headrace.learner.objective.evaluation;

import org.jspecify.annotations.NullMarked;
