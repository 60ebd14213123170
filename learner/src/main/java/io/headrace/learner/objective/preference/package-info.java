/** Losses on pairs of a chosen and a rejected response, on the engine. */
@NullMarked
package io.headrace.learner.objective.preference;

import org.jspecify.annotations.NullMarked;
