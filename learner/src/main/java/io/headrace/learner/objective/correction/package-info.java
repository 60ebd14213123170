/** Corrections for tokens drawn from another policy than the one at batch start, on the engine. */
@NullMarked
package io.headrace.learner.objective.correction;

import org.jspecify.annotations.NullMarked;
